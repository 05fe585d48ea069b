/**
 * Copies of a control plane's database, and what becomes of the change log when one is put back.
 *
 * <p>Start here: {@link io.perigee.control.backup.Backups}; the file's form is {@link io.perigee.control.backup.BackupHeader}'s.
 */
@NullMarked
package io.perigee.control.backup;

import org.jspecify.annotations.NullMarked;
