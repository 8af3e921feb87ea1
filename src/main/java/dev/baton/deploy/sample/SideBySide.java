package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** Lays two lists side by side, such that as much as possible is alike. */
final class SideBySide {

    /** More pairs than this are not weighed: a sample must not take minutes, nor the memory of its machine. */
    private static final long MOST = 100_000;

    private SideBySide() {
    }

    /** The place in either list, from 0; -1 for an element that the other list has alone. */
    record Pair(int expected, int got) {
    }

    /** All elements of both, in order. */
    static List<Pair> of(JsonNode expected, JsonNode got) {
        int shorter = Math.min(expected.size(), got.size());
        int before = 0;
        while (before < shorter && alike(expected.get(before), got.get(before)) == 1) {
            before++;
        }
        int after = 0;
        while (after < shorter - before && alike(expected.get(expected.size() - 1 - after), got.get(got.size() - 1 - after)) == 1) {
            after++;
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            pairs.add(new Pair(i, i));
        }
        between(expected, got, before, expected.size() - before - after, got.size() - before - after, pairs);
        for (int i = after; i > 0; i--) {
            pairs.add(new Pair(expected.size() - i, got.size() - i));
        }
        return pairs;
    }

    /** What stands between the ends that are the same, from {@code start}. Where there is very much of it, place by place. */
    private static void between(JsonNode expected, JsonNode got, int start, int rows, int columns, List<Pair> pairs) {
        if ((long) rows * columns > MOST) {
            for (int i = 0; i < Math.max(rows, columns); i++) {
                pairs.add(new Pair(i < rows ? start + i : -1, i < columns ? start + i : -1));
            }
            return;
        }
        double[][] best = new double[rows + 1][columns + 1];
        double[][] alike = new double[rows][columns];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                alike[i][j] = alike(expected.get(start + i), got.get(start + j));
                best[i][j] = Math.max(alike[i][j] + best[i + 1][j + 1], Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && best[i][j] == alike[i][j] + best[i + 1][j + 1]) {
                pairs.add(new Pair(start + i++, start + j++));
            } else if (j == columns || i < rows && best[i][j] == best[i + 1][j]) {
                pairs.add(new Pair(start + i++, -1));
            } else {
                pairs.add(new Pair(-1, start + j++));
            }
        }
    }

    /** From nearly 0, so that two strangers in the same place are still compared, to 1: the share of leaves that are the same. */
    private static double alike(JsonNode expected, JsonNode got) {
        int leaves = 0;
        int same = 0;
        Deque<JsonNode[]> open = new ArrayDeque<>();
        open.add(new JsonNode[] {expected, got});
        while (!open.isEmpty()) {
            JsonNode[] two = open.pop();
            if (two[0].isObject() && two[1].isObject()) {
                for (var field : two[0].properties()) {
                    JsonNode other = two[1].get(field.getKey());
                    if (other == null) {
                        leaves++;
                    } else {
                        open.push(new JsonNode[] {field.getValue(), other});
                    }
                }
                leaves += (int) two[1].properties().stream().filter(field -> !two[0].has(field.getKey())).count();
            } else {
                leaves++;
                same += Objects.equals(two[0], two[1]) || Differences.same(two[0], two[1]) ? 1 : 0;
            }
        }
        return leaves == 0 || same == leaves ? 1 : 0.01 + 0.98 * same / leaves;
    }
}
