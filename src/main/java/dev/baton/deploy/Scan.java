package dev.baton.deploy;

import dev.baton.deploy.source.RoutesFolder;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How files stand at one moment, without reading them: two that are equal mean that nothing has changed in between.
 *
 * @param files   each with what tells a change
 * @param folders in which they lie
 */
record Scan(Map<Path, Mark> files, Set<Path> folders) {

    /** {@code key} tells a file from another one of that name; null where the file system has no such thing. */
    record Mark(long size, FileTime at, Object key) {
    }

    /** The files that are not as they were at that earlier moment. */
    Set<Path> changed(Scan before) {
        Set<Path> all = new HashSet<>(files.keySet());
        all.addAll(before.files.keySet());
        all.removeIf(file -> Objects.equals(files.get(file), before.files.get(file)));
        return all;
    }

    /** Files, and folders with all that is in them; what is not there is left out. */
    static Scan of(Collection<Path> roots) {
        Map<Path, Mark> files = new HashMap<>();
        Set<Path> folders = new HashSet<>();
        for (Path root : roots) {
            FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (!folder.equals(root) && RoutesFolder.isIgnored(folder.getFileName().toString())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.equals(root) || !RoutesFolder.isIgnored(file.getFileName().toString())) {
                        files.put(file, new Mark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            };
            try {
                Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return new Scan(files, folders);
    }
}
