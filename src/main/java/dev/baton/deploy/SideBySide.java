package dev.baton.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** Lays two lists side by side, such that as much as possible is alike. */
final class SideBySide {

    private SideBySide() {
    }

    /** The place in either list, from 0; -1 for an element that the other list has alone. */
    record Pair(int expected, int got) {
    }

    /** All elements of both, in order. */
    static List<Pair> of(JsonNode expected, JsonNode got) {
        int rows = expected.size();
        int columns = got.size();
        double[][] best = new double[rows + 1][columns + 1];
        double[][] alike = new double[rows][columns];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                alike[i][j] = alike(expected.get(i), got.get(j));
                best[i][j] = Math.max(alike[i][j] + best[i + 1][j + 1], Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && best[i][j] == alike[i][j] + best[i + 1][j + 1]) {
                pairs.add(new Pair(i++, j++));
            } else if (j == columns || i < rows && best[i][j] == best[i + 1][j]) {
                pairs.add(new Pair(i++, -1));
            } else {
                pairs.add(new Pair(-1, j++));
            }
        }
        return pairs;
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
