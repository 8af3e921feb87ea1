package dev.baton.deploy.lint;

import dev.baton.deploy.source.CommonSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Whether the bots that channels name are there: a customer whose words go to nobody would never be heard. */
public final class Bots {

    private Bots() {
    }

    /**
     * What is wrong, by the channel whose setting it is.
     *
     * @param named by the customer's channel the bot that it names
     * @param isBot whether there is a channel of that name that may play a bot
     */
    public static Map<String, String> wrong(Map<String, String> named, Predicate<String> isBot) {
        Map<String, String> wrong = new TreeMap<>();
        named.forEach((channel, bot) -> {
            if (!isBot.test(bot)) {
                wrong.put(channel, "channels." + channel + "." + CommonSettings.BOT + " names '" + bot + "', which is no bot's channel: write the name of one, or take the setting out");
            }
        });
        return wrong;
    }
}
