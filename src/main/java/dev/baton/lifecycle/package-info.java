/** The channels that the API makes: their files, their secrets, the conditions under which they go live, and the steps from one state to the next. Knows no platform and no page. */
package dev.baton.lifecycle;
