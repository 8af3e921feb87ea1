package dev.baton.sandbox;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Chat2Desk's own storage of files. It fetches nothing: what an API's call links to gets a link that leads nowhere. */
final class Chat2DeskStorage {

    private static final String PUBLIC = "https://storage.chat2desk.com/";
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"), Map.entry("gif", "image/gif"), Map.entry("webp", "image/webp"), Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"), Map.entry("webm", "video/webm"), Map.entry("mp3", "audio/mpeg"), Map.entry("ogg", "audio/ogg"),
            Map.entry("oga", "audio/ogg"), Map.entry("wav", "audio/wav"), Map.entry("pdf", "application/pdf"), Map.entry("txt", "text/plain"),
            Map.entry("doc", "application/msword"), Map.entry("zip", "application/zip"));

    /** A file that a person in the simulator has sent. */
    record Stored(String contentType, byte[] bytes) {
    }

    private final Chat2DeskSwitches switches;
    private final Map<String, Stored> stored = new LinkedHashMap<>();
    private String here = "";

    Chat2DeskStorage(Chat2DeskSwitches switches) {
        this.switches = switches;
    }

    void at(String url) {
        here = url;
    }

    /**
     * The copy of what an API's call links to. Nobody has confirmed what makes a "file as a link" of it; here it is a file of which neither name nor
     * address tell the kind.
     */
    Chat2DeskFile copy(String url, String fileName) {
        String path = String.valueOf(URI.create(url).getPath());
        String name = fileName != null ? fileName : path.substring(path.lastIndexOf('/') + 1);
        String type = TYPES.get(ending(name).isEmpty() ? ending(path) : ending(name));
        String kind = kind(type);
        boolean asLink = type == null || switches.filesAsLinks && !kind.equals("photo");
        return new Chat2DeskFile(name.isEmpty() ? "file" : name, kind, type == null ? "application/octet-stream" : type, PUBLIC + place(name), asLink);
    }

    /** A file of a person in the simulator; without bytes only its link is made. */
    Chat2DeskFile keep(String name, String contentType, byte[] bytes) {
        String type = contentType == null ? TYPES.getOrDefault(ending(name), "application/octet-stream") : contentType;
        String place = place(name);
        if (bytes != null && switches.storageHere) {
            stored.put(place, new Stored(type, bytes));
        }
        return new Chat2DeskFile(name, kind(type), type, (bytes != null && switches.storageHere ? here + "/storage/" : PUBLIC) + place, false);
    }

    /** What is served at {@code /storage/<place>}; null for nothing. */
    Stored find(String place) {
        return stored.get(place);
    }

    private static String place(String name) {
        String end = ending(name);
        return "companies/company_1/messages/" + UUID.randomUUID() + (end.isEmpty() ? "" : "." + end);
    }

    private static String kind(String type) {
        return type == null ? "file" : type.startsWith("image/") ? "photo" : type.startsWith("video/") ? "video" : type.startsWith("audio/") ? "audio"
                : type.equals("application/pdf") ? "pdf" : "file";
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        String end = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return end.matches("[a-z0-9]{1,5}") ? end : "";
    }
}
