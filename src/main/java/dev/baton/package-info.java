/** Puts the parts together: the program's start, its settings, and who is given what. */
package dev.baton;
