package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A tag of the simulated Chat2Desk. */
record Chat2DeskTag(long id, long group, String groupName, String label, String description) {

    ObjectNode json() {
        return Json.object().put("id", id).put("group_id", group).put("group_name", groupName).put("label", label).put("description", description);
    }
}
