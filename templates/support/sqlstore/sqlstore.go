// Package sqlstore keeps idempotency records in a SQL database, SQLite or PostgreSQL, where they outlive the process and
// are shared by all of a service's. It lets the work's own writes commit together with the record of it. It must not know
// drivers (database/sql suffices), nor what is executed.
//
// Records live in one table, made by Store.Migrate. Times in it are those of idempotency.Executor's clock, in microseconds
// since 1970, and never the database's own: so tests can set it, SQLite and PostgreSQL judge alike, and what is needed of the
// clocks is said in one place, package idempotency. Answers lie in it as they were sent: keep it as safe as the
// data that they speak of.
//
// SQLite has to be opened with a busy time-out, or writers that meet fail at once, and should be with a write-ahead log, so
// that those who only read needn't wait: file:service.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL) for
// modernc.org/sqlite. With more than one process it must lie on a local disk. PostgreSQL is used at read committed, its default;
// where a stricter level is, duplicates that meet may get a 503 that says to try again.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// Options configures a Store. The zero value is for SQLite.
type Options struct {
	Dialect Dialect
	Table   string // "": idempotency_records. Lower-case letters, digits and _, at most 40 of them
}

// Store implements idempotency.Store and idempotency.Transactor. It is safe for concurrent use, and holds no
// connection but that of work which has asked for its transaction.
type Store struct {
	db      *sql.DB
	dialect Dialect
	table   string
	q       queries
}

// New returns a Store on a database that stays the caller's. Migrate has to be called before its first use.
func New(db *sql.DB, o Options) (*Store, error) {
	if o.Table == "" {
		o.Table = "idempotency_records"
	}
	if db == nil || !plain(o.Table) {
		return nil, fmt.Errorf("sqlstore: a database, and a table's name of at most 40 lower-case letters, digits and _ are needed, not %q", o.Table)
	}
	if o.Dialect != SQLite && o.Dialect != PostgreSQL {
		return nil, fmt.Errorf("sqlstore: there is no dialect %d", o.Dialect)
	}
	return &Store{db: db, dialect: o.Dialect, table: o.Table, q: o.Dialect.queries(o.Table)}, nil
}

// plain reports whether a name needs no quotes in any database.
func plain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return len(name) <= 40
}

// claims is how often Begin tries to claim a record that changes while it looks at it.
const claims = 5

// Begin implements idempotency.Store. A record that is not to be had is only read, without a lock.
func (s *Store) Begin(ctx context.Context, c idempotency.Claim) (idempotency.Record, bool, error) {
	for range claims {
		r, found, err := s.read(ctx, c.ID)
		if err != nil {
			return r, false, err
		}
		if found && !r.Free(c) {
			return r, false, s.cut(ctx, c, r)
		}
		r, claimed, err := s.claim(ctx, c)
		if err != nil || claimed {
			return r, claimed, err
		}
	}
	return idempotency.Record{}, false, errors.New("sqlstore: the record changes faster than it can be claimed")
}

func (s *Store) read(ctx context.Context, id string) (r idempotency.Record, found bool, err error) {
	var print, state string
	var lease, expires int64
	err = s.db.QueryRowContext(ctx, s.q.read, id).Scan(&print, &state, &r.Fence, &lease, &expires, &r.Answer)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("sqlstore: reading a record: %w", err)
	}
	r.State, r.LeaseUntil, r.Expires = idempotency.State(state), time.UnixMicro(lease), time.UnixMicro(expires)
	r.Fingerprint, err = fingerprint(print)
	return r, true, err
}

// claim takes a record that is free still. A fence begins with the time, so that a record that was removed, and is
// made again, doesn't begin with an old one.
func (s *Store) claim(ctx context.Context, c idempotency.Claim) (idempotency.Record, bool, error) {
	r := idempotency.Record{Fingerprint: c.Fingerprint, State: idempotency.Processing, LeaseUntil: c.Now.Add(c.Lease), Expires: c.Now.Add(c.TTL)}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return r, false, failed("claiming a record", err)
	}
	defer conn.Close()
	whole, cancel := uninterrupted(ctx)
	defer cancel()
	now := c.Now.UnixMicro()
	rows, err := conn.QueryContext(whole, s.q.claim, c.ID, hexOf(c.Fingerprint), now, r.LeaseUntil.UnixMicro(), r.Expires.UnixMicro())
	if err != nil {
		return r, false, failed("claiming a record", err)
	}
	defer rows.Close()
	claimed := false
	for rows.Next() { // to the end: not before it is known that the row is committed
		claimed = true
		if err := rows.Scan(&r.Fence); err != nil {
			return r, false, failed("claiming a record", err)
		}
	}
	return r, claimed, failed("claiming a record", rows.Err())
}

// uninterrupted ends when ctx has no more time, but not when the caller leaves: of a statement that is interrupted nobody
// knows whether it is committed, and a record that nobody knows to be theirs would stay for a whole lease.
func uninterrupted(ctx context.Context) (context.Context, context.CancelFunc) {
	end, limited := ctx.Deadline()
	ctx = context.WithoutCancel(ctx)
	if !limited {
		return ctx, func() {}
	}
	return context.WithDeadline(ctx, end)
}

// cut shortens a lease that a clock which was ahead has written.
func (s *Store) cut(ctx context.Context, c idempotency.Claim, r idempotency.Record) error {
	latest := c.Now.Add(c.Lease)
	if r.State != idempotency.Processing || !r.LeaseUntil.After(latest) {
		return nil
	}
	_, err := s.db.ExecContext(ctx, s.q.cut, c.ID, r.Fence, latest.UnixMicro())
	return failed("cutting a lease", err)
}

// Renew implements idempotency.Store. While work has a transaction in SQLite it does nothing: nobody else can write
// either, so the record stays, and if work has but read the fence will tell.
func (s *Store) Renew(ctx context.Context, id string, fence int64, until time.Time) error {
	if s.dialect == SQLite && s.workOf(ctx, id, fence).begun() {
		return nil
	}
	return s.fenced(ctx, s.db, "renewing a lease", s.q.renew, id, fence, until.UnixMicro())
}

// Finish implements idempotency.Store. A success of work that has a transaction is committed with it, a failure undoes
// what work wrote there.
func (s *Store) Finish(ctx context.Context, id string, fence int64, o idempotency.Outcome) error {
	work := s.workOf(ctx, id, fence)
	tx := work.take()
	if tx == nil || o.State != idempotency.Completed {
		rollback(tx)
		return s.save(ctx, s.db, id, fence, o)
	}
	err := s.save(ctx, tx, id, fence, o)
	if err == nil {
		err = failed("committing", tx.Commit())
	}
	rollback(tx)
	if err == nil || errors.Is(err, idempotency.ErrFenced) {
		return err
	}
	return errors.Join(idempotency.ErrUndone, err)
}

func (s *Store) save(ctx context.Context, on execer, id string, fence int64, o idempotency.Outcome) error {
	return s.fenced(ctx, on, "storing an outcome", s.q.finish, id, fence, string(o.State), o.Answer, o.Expires.UnixMicro())
}

// Abandon implements idempotency.Store, and undoes what work wrote in its transaction.
func (s *Store) Abandon(ctx context.Context, id string, fence int64) error {
	rollback(s.workOf(ctx, id, fence).take())
	_, err := s.db.ExecContext(ctx, s.q.abandon, id, fence)
	return failed("abandoning a record", err)
}

// Evict implements idempotency.Store.
func (s *Store) Evict(ctx context.Context, now time.Time, limit int) (int, error) {
	result, err := s.db.ExecContext(ctx, s.q.evict, now.UnixMicro(), limit)
	if err != nil {
		return 0, failed("removing records", err)
	}
	n, err := result.RowsAffected()
	return int(n), failed("removing records", err)
}

// execer is a *sql.DB or *sql.Tx.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// fenced changes one record, if this execution has it.
func (s *Store) fenced(ctx context.Context, on execer, doing, query string, args ...any) error {
	result, err := on.ExecContext(ctx, query, args...)
	if err != nil {
		return failed(doing, err)
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return idempotency.ErrFenced
	}
	return failed(doing, err)
}

func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("sqlstore: %s: %w", doing, err)
}
