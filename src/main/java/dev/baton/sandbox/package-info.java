/** Strict simulators of the platforms, and a page to play with them: they speak HTTP only and know nothing of the rest of Baton. */
package dev.baton.sandbox;
