package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edit touches, what of it belongs together, and what becomes of a channel at a start: as tables. */
class EditTest {

    /** Each channel with its inputs: {@code a=own1+x1} are the inputs own and x with the contents 1. */
    @ParameterizedTest(name = "{0} -> {1}, held back {2}: {3}, gone {4}")
    @CsvSource(nullValues = "-", value = {
        "a=own1, a=own1, -, -, -",
        "a=own1, a=own2, -, a, -",
        "-, a=own1, -, a, -",
        "a=own1, -, -, -, a",
        "a=x1 b=x1 c=y1, a=x2 b=x2 c=y1, -, a+b, -",
        "a=x1 b=x1 c=y1, a=x2 b=x2 c=y2, -, a+b c, -",
        "a=x1 b=x1+y1 c=y1, a=x2 b=x2+y2 c=y2, -, a+b+c, -",
        "a=x1 c=y1 d=x1+y1, a=x2 c=y2 d=x2+y2, -, a+c+d, -",
        "a=x1 b=x1, a=x1 b=-, -, b, -",
        "a=x1 b=x1, a=x1+n1 b=x1+n1, -, a+b, -",
        "a=own1 b=x1 c=x1, a=own2 b=x1 c=x1, b+c, a, -",
        "a=own1 b=x1 c=x1, a=own1 b=x2 c=x1, b+c, b+c, -",
        "a=x1 b=z1 c=x1, a=x2 b=z1 c=x2, b+c, a+b+c, -",
        "b=x1 c=x1, c=x1, b+c, c, b",
        "b=x1 c=x1, d=x1, b+c, d, b+c"})
    void channelsThatShareWhatHasChangedBelongTogether(String before, String now, String open, String groups, String gone) {
        List<Set<String>> waiting = open == null ? List.of() : List.of(Set.of(open.split("\\+")));
        Edit edit = Edit.between(inputs(before), inputs(now), waiting);
        assertThat(edit.groups().stream().map(group -> String.join("+", group.channels())).sorted().collect(Collectors.joining(" "))).isEqualTo(groups == null ? "" : groups);
        assertThat(String.join("+", edit.gone())).isEqualTo(gone == null ? "" : gone);
    }

    private static Map<String, Map<String, Object>> inputs(String text) {
        Map<String, Map<String, Object>> inputs = new TreeMap<>();
        Arrays.stream(text == null ? new String[0] : text.split(" ")).forEach(channel -> {
            String[] parts = channel.split("=");
            Map<String, Object> its = new TreeMap<>();
            Arrays.stream(parts[1].split("\\+")).forEach(input -> its.put((input.startsWith("own") ? parts[0] : "") + input.replaceAll("\\d", ""), input));
            inputs.put(parts[0], its);
        });
        return inputs;
    }

    @ParameterizedTest(name = "folder {0}, running {1}, held {2}, left behind {3}: {4}")
    @CsvSource(nullValues = "-", value = {
        "a1, -, -, false, FIRST",
        "a1, a1, -, false, SAME",
        "a2, a1, -, false, LAST_GOOD",
        "a2, a1, a2, false, ROLLED_BACK",
        "a3, a1, a2, false, LAST_GOOD",
        "a1, a1, a2, false, SAME",
        "a0, a1, -, true, BEHIND",
        "a2, a1, a2, true, ROLLED_BACK",
        "-, a1, -, false, RETIRED"})
    void howAChannelStarts(String folder, String running, String held, boolean leftBehind, Start start) {
        assertThat(Start.of(folder, running == null ? null : new Kept.Running("a", running, held, false), leftBehind)).isEqualTo(start);
    }
}
