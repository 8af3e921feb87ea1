package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** What an account can be asked about itself: operators, groups, channels, templates, the company, dictionaries. */
final class Chat2DeskLookups {

    private static final Set<String> PAGES = Set.of("limit", "limits", "offset", "order");
    private static final Set<String> ROLES = Set.of("unconfirmed", "operator", "supervisor", "admin", "disabled", "deleted");
    private static final List<String> TRANSPORTS = List.of("whatsapp", "wa_dialog", "wa_direct", "wa_infobip", "wa_cm", "wa_tr", "wa_wavy", "wa_botmaker",
            "wa_clickatell", "viber", "viber_public", "viber_business", "viber_tr", "viber_infobip", "telegram", "tg_user", "facebook", "vk", "ok",
            "insta_direct", "insta_i2crm", "insta_local", "skype", "wechat", "email", "sms", "sms_infobip", "widget", "external", "system", "yandex_dialogs",
            "vox_implant");

    private final Chat2DeskAccount account;
    private final Chat2DeskAnswers answers;
    private final IntSupplier callsOfMonth;

    Chat2DeskLookups(Chat2DeskAccount account, Chat2DeskAnswers answers, IntSupplier callsOfMonth) {
        this.account = account;
        this.answers = answers;
        this.callsOfMonth = callsOfMonth;
    }

    Answer answer(List<String> path, Call call) {
        String id = path.size() > 1 ? path.get(1) : "";
        return switch (Chat2DeskFront.shape(path, call)) {
            case "GET operators" -> operators(Chat2DeskGiven.of(call, Set.of("phone", "email", "online", "role", "limit", "limits", "offset", "order")), call);
            case "PUT operators/*" -> {
                Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("status_id"));
                Chat2DeskOperator operator = Chat2DeskAccount.named(account.operators, id, "operator", call);
                operator.statusId = (int) given.number("status_id");
                yield answers.data(json(operator));
            }
            case "GET operators_groups" -> page(List.copyOf(account.groups.values()), call, this::json);
            case "GET channels" -> {
                Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("phone", "limit", "limits", "offset", "order"));
                String phone = given.text("phone");
                yield answers.page(account.channels.values().stream().filter(one -> phone == null || phone.equals(one.phone())).toList(), false, given, call,
                        Chat2DeskChannel::json);
            }
            case "GET channels/*" -> answers.data(Chat2DeskAccount.named(account.channels, id, "channel", call).json());
            case "GET templates", "GET regions", "GET countries" -> page(List.<ObjectNode>of(), call, one -> one);
            case "GET companies/*" -> {
                if (!id.equals("api_info")) {
                    throw Chat2DeskFront.noPage(call);
                }
                Chat2DeskGiven.of(call, Set.of());
                yield answers.data(company());
            }
            case "GET help/*" -> answers.data(help(id, call));
            default -> throw Chat2DeskFront.noPage(call);
        };
    }

    private Answer operators(Chat2DeskGiven given, Call call) {
        String role = given.text("role");
        String online = given.text("online");
        String email = given.text("email");
        if (role != null && !ROLES.contains(role)) {
            call.wrong("unknown role " + role);
        }
        List<Chat2DeskOperator> all = account.operators.values().stream().filter(one -> role == null || role.equals(one.role))
                .filter(one -> online == null || Json.truth(online) == one.online).filter(one -> email == null || email.equalsIgnoreCase(one.email))
                .filter(one -> given.text("phone") == null).toList();
        return answers.page(all, false, given, call, this::json);
    }

    private <T> Answer page(List<T> all, Call call, Function<T, ? extends JsonNode> json) {
        return answers.page(all, false, Chat2DeskGiven.of(call, PAGES), call, json);
    }

    private ObjectNode company() {
        ObjectNode node = Json.object().put("mode", "read_write").putNull("hook").putNull("chat_close_web_hook").put("current_version", 1)
                .put("requests_this_month", callsOfMonth.getAsInt()).put("channels", account.channels.size()).put("company_name", "Acme")
                .put("write_first_option", account.switches.writeFirst);
        node.putArray("domain_urls");
        return node;
    }

    private JsonNode help(String what, Call call) {
        Chat2DeskGiven.of(call, Set.of());
        return Json.tree(switch (what) {
            case "transports" -> TRANSPORTS;
            case "roles" -> ROLES.stream().sorted().toList();
            case "dialog_states" -> List.of("open", "closed");
            case "api_modes" -> List.of("read", "read_write");
            default -> throw Chat2DeskFront.noPage(call);
        });
    }

    private ObjectNode json(Chat2DeskOperator operator) {
        return operator.json(account.openedDialogs(operator.id), account.switches.dottedDates);
    }

    private ObjectNode json(Chat2DeskGroup group) {
        ObjectNode node = Json.object().put("id", group.id()).put("name", group.name());
        node.set("operator_ids", Json.tree(group.operators()));
        return node;
    }
}
