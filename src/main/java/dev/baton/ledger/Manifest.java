package dev.baton.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.baton.event.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Which files a version has, as the table has it: JSON, from a file's path to the hash of what is in it. */
final class Manifest {

    private Manifest() {
    }

    static String write(Map<String, byte[]> files) {
        Map<String, String> names = new TreeMap<>();
        files.forEach((name, body) -> names.put(name, hash(body)));
        try {
            return Json.MAPPER.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> read(String manifest) {
        try {
            return Json.MAPPER.readValue(manifest, new TypeReference<TreeMap<String, String>>() {
            });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored list of files can't be read", e);
        }
    }

    /** Of a file's content, in full: nobody must be able to give a file out for another one. */
    static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
