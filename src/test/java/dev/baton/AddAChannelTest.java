package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** docs/add-a-channel.md tells the truth: its blocks stand in the files, its commands print what it shows. */
class AddAChannelTest {

    private static final Path PAGE = Path.of("docs/add-a-channel.md");
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    Path folder;

    @Test
    void everyBlockStandsInItsFileAndEverySampleIsThere() throws IOException {
        String page = Files.readString(PAGE);
        Matcher block = Pattern.compile("^`(routes/[^`]+)`[^\\n]*:\\n\\n```\\w*\\n(.*?)\\n```$", Pattern.MULTILINE | Pattern.DOTALL).matcher(page);
        List<String> files = new ArrayList<>();
        while (block.find()) {
            files.add(block.group(1));
            assertThat(Files.readString(Path.of(block.group(1)))).as(block.group(1)).contains(block.group(2));
        }
        assertThat(files).hasSize(Pattern.compile("^`routes/", Pattern.MULTILINE).split(page, -1).length - 1).hasSizeGreaterThan(10);
        Matcher sample = Pattern.compile("\\*([a-z-]+)\\*[,| ]").matcher(page);
        List<String> samples = sample.results().map(found -> found.group(1)).toList();
        assertThat(samples).hasSizeGreaterThan(15).allSatisfy(name -> assertThat(ROUTES.resolve("ticket-desk/samples/" + name)).isDirectory());
        assertThat(Files.readString(Path.of("README.md"))).contains("(docs/add-a-channel.md)");
    }

    @Test
    void theCommandsPrintWhatThePageShows() throws IOException {
        List<String> shown = shown();

        Files.createDirectories(folder.resolve("ticket-desk/samples"));
        for (String file : List.of("help-tickets.camel.yaml", "ticket-desk/platform.yaml")) {
            Files.copy(ROUTES.resolve(file), folder.resolve(file));
        }
        List<String> printed = new ArrayList<>(printed("lint", 1));
        FileSystemUtils.copyRecursively(ROUTES.resolve("ticket-desk"), folder.resolve("ticket-desk"));
        assertThat(printed("lint", 0)).hasSize(1);
        printed.addAll(printed("test", 0));
        edit("ticket-desk/event-to-request.jslt", "\"body\": w:comment(.), \"att", "\"text\": w:comment(.), \"att");
        printed.addAll(printed("test", 1));
        edit("help-tickets.camel.yaml", "baton:accept", "baton:acept");
        printed.addAll(printed("lint", 1));

        assertThat(printed).as("what the commands print now; paste it into " + PAGE).containsAll(shown);
        assertThat(shown).hasSizeGreaterThan(5);
    }

    /** The lines of the page's blocks that are no file's: what commands print. */
    private static List<String> shown() throws IOException {
        String[] parts = Pattern.compile("^```", Pattern.MULTILINE).split(Files.readString(PAGE));
        List<String> shown = new ArrayList<>();
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("\n")) {
                parts[i].lines().filter(line -> !line.isEmpty() && !line.startsWith("$ ")).forEach(shown::add);
            }
        }
        return shown;
    }

    private List<String> printed(String command, int expected) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Commands.run(List.of(command, folder.toString()), print, print)).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }
}
