package dev.baton.camel;

/**
 * What is wrong with a channel's file, for the person who wrote it.
 *
 * @param file   relative to the routes folder
 * @param line   from 1; 0 where it is of the file as a whole
 * @param what   what is wrong
 * @param remedy what to do
 */
public record Refusal(String file, int line, String what, String remedy) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + what.strip().replaceAll("\\s*\\R\\s*", " ") + ": " + remedy;
    }
}
