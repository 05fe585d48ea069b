package io.perigee.control.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** When rules are due, and how far they have been told of the change log. What changes it needs a {@link Transaction}. */
public final class RuleTable {

    private final Handle handle;

    RuleTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Up to which entries of the log rules were told.
     *
     * @param accepted that they were accepted
     * @param completed that all nodes have them
     */
    public record Cursor(long accepted, long completed) {}

    /** Makes other control planes wait with changing rules and letting them fire until this transaction ends. */
    public void takeTurn() {
        handle.execute("UPDATE rule_cursor SET accepted = accepted WHERE id = 1");
    }

    public Cursor cursor() {
        return handle.createQuery("SELECT accepted, completed FROM rule_cursor WHERE id = 1")
                .map((rs, context) -> new Cursor(rs.getLong(1), rs.getLong(2)))
                .one();
    }

    public void moveTo(Cursor cursor) {
        handle.execute(
                "UPDATE rule_cursor SET accepted = ?, completed = ? WHERE id = 1",
                cursor.accepted(),
                cursor.completed());
    }

    /** The rules that are due. */
    public List<String> due(long now) {
        return handle.createQuery("SELECT rule FROM rule_schedule WHERE due_at <= :now ORDER BY due_at, rule")
                .bind("now", now)
                .mapTo(String.class)
                .list();
    }

    /** When the rule is due next, in epoch milliseconds. */
    public Optional<Long> dueAt(String rule) {
        return handle.createQuery("SELECT due_at FROM rule_schedule WHERE rule = :rule")
                .bind("rule", rule)
                .mapTo(Long.class)
                .findOne();
    }

    /** The rule is due then, and not at another time. */
    public void schedule(String rule, long dueAt) {
        handle.execute(
                "INSERT INTO rule_schedule (rule, due_at) VALUES (?, ?)"
                        + " ON CONFLICT (rule) DO UPDATE SET due_at = excluded.due_at",
                rule,
                dueAt);
    }

    /** The rule is not due any more. */
    public void unschedule(String rule) {
        handle.execute("DELETE FROM rule_schedule WHERE rule = ?", rule);
    }
}
