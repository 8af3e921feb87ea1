package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An agent of the simulated Deskie. */
public record DeskieStaff(long id, String email, String name, boolean active) {

    ObjectNode json() {
        return Json.object().put("staff_id", id).put("staff_email", email).put("staff_full_name", name).put("staff_signature", "")
                .put("staff_signature_chat", "").put("thumbnail", "").put("active", active).put("status", "online").put("status_id", 1)
                .put("created_at", "Tue, 14 Mar 2023 09:41:05 +0300").put("updated_at", "Tue, 14 Mar 2023 09:41:05 +0300");
    }
}
