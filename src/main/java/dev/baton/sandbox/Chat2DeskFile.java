package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A file in Chat2Desk's storage.
 *
 * @param kind photo, video, audio, pdf or file
 * @param asLink it is shown as a link only, which Telegram's customers do not see
 */
record Chat2DeskFile(String name, String kind, String contentType, String link, boolean asLink) {

    ObjectNode json(boolean nested) {
        if (!nested) {
            return Json.object().put("name", name).put("link", link);
        }
        ObjectNode node = Json.object().put("content_type", contentType);
        node.putObject("file").put("url", link);
        return node;
    }
}
