package dev.baton;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Baton, or carries out a command. */
@SpringBootApplication
public class Baton {

    /** Arguments that begin with two dashes are settings; a word is a command. */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (words.stream().allMatch(word -> word.startsWith("--")) && !words.contains("--help")) {
            SpringApplication.run(Baton.class, arguments);
        } else {
            System.exit(Commands.run(words, System.out, System.err));
        }
    }
}
