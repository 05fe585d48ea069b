package io.perigee.control.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Deployments of aliases. What changes them needs a {@link Transaction}. */
public final class DeploymentTable {

    private static final String SELECT =
            "SELECT id, function_name, alias_name, created_at, running, document FROM deployment ";

    private final Handle handle;

    DeploymentTable(Handle handle) {
        this.handle = handle;
    }

    /** All that have not ended, by id. */
    public List<StoredDeployment> running() {
        return handle.createQuery(SELECT + "WHERE running = 1 ORDER BY id")
                .map((rs, context) -> deployment(rs))
                .list();
    }

    /** The one that moves the alias now. */
    public Optional<StoredDeployment> running(String function, String alias) {
        return handle.createQuery(SELECT + "WHERE function_name = :function AND alias_name = :alias AND running = 1")
                .bind("function", function)
                .bind("alias", alias)
                .map((rs, context) -> deployment(rs))
                .findOne();
    }

    public Optional<StoredDeployment> find(String id) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map((rs, context) -> deployment(rs))
                .findOne();
    }

    /** The alias's deployments, newest first. */
    public List<StoredDeployment> of(String function, String alias) {
        return handle.createQuery(SELECT + "WHERE function_name = :function AND alias_name = :alias"
                        + " ORDER BY created_at DESC, id")
                .bind("function", function)
                .bind("alias", alias)
                .map((rs, context) -> deployment(rs))
                .list();
    }

    /**
     * Adds one that runs.
     *
     * @param uses what must stay while it does
     * @param keep how many of the alias's deployments are kept, this one included; older ones are forgotten
     */
    public void add(StoredDeployment deployment, Collection<StoredDeployment.Use> uses, int keep) {
        handle.execute(
                "INSERT INTO deployment (id, function_name, alias_name, created_at, running, leased_until, document)"
                        + " VALUES (?, ?, ?, ?, 1, 0, ?)",
                deployment.id(),
                deployment.function(),
                deployment.alias(),
                deployment.createdAt(),
                deployment.document());
        for (StoredDeployment.Use use : uses) {
            handle.execute(
                    "INSERT INTO deployment_use (deployment_id, function_name, qualifier) VALUES (?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    use.deployment(),
                    use.function(),
                    use.qualifier());
        }
        of(deployment.function(), deployment.alias()).stream()
                .skip(keep)
                .forEach(old -> handle.execute("DELETE FROM deployment WHERE id = ? AND running = 0", old.id()));
    }

    /** Replaces one; nobody has a lease of it then, and when it has ended it needs nothing any more. */
    public void put(StoredDeployment deployment) {
        handle.execute(
                "UPDATE deployment SET running = ?, leased_until = 0, document = ? WHERE id = ?",
                deployment.running() ? 1 : 0,
                deployment.document(),
                deployment.id());
        if (!deployment.running()) {
            handle.execute("DELETE FROM deployment_use WHERE deployment_id = ?", deployment.id());
        }
    }

    /** From now until then only the caller calls its hook; false if another does. */
    public boolean lease(String id, long now, long until) {
        return handle.execute(
                        "UPDATE deployment SET leased_until = ? WHERE id = ? AND leased_until <= ?", until, id, now)
                == 1;
    }

    /** What running deployments need of a function. */
    public List<StoredDeployment.Use> uses(String function) {
        return handle.createQuery("SELECT deployment_id, function_name, qualifier FROM deployment_use"
                        + " WHERE function_name = :function ORDER BY deployment_id, qualifier")
                .bind("function", function)
                .map((rs, context) -> new StoredDeployment.Use(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list();
    }

    /** Forgets the deployments of a function that is deleted. */
    public void delete(String function) {
        handle.execute("DELETE FROM deployment WHERE function_name = ?", function);
    }

    private static StoredDeployment deployment(ResultSet rs) throws SQLException {
        return new StoredDeployment(
                rs.getString(1), rs.getString(2), rs.getString(3), rs.getLong(4), rs.getInt(5) != 0, rs.getString(6));
    }
}
