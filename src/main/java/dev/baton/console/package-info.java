/** What people and their programs use: the admin API with its description, the login, the first page. Knows no SQL and no platform. */
package dev.baton.console;
