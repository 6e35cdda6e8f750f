package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// ErrOutside is that a context isn't one of work which is executed on behalf of an idempotency key.
var ErrOutside = errors.New("sqlstore: the context isn't that of an execution with an idempotency key")

// work is an execution's transaction, once it has asked for it.
type work struct {
	store *Store
	id    string
	fence int64

	mu   sync.Mutex
	tx   *sql.Tx
	over bool
}

type workKey struct{}

// Enter implements idempotency.Transactor.
func (s *Store) Enter(ctx context.Context, id string, fence int64) context.Context {
	return context.WithValue(ctx, workKey{}, &work{store: s, id: id, fence: fence})
}

// Tx returns the transaction that the outcome of this execution is stored in, and begins it when it is first asked for:
// what work writes there is committed together with the record that it was executed, or not at all, also when
// the process dies or another execution has taken over. Work must neither commit nor roll back. An outcome that is a
// failure, or none, rolls it back. An answer that is streamed goes out before.
//
// The transaction lasts until work is done, so work should ask for it late. It takes a connection of its own, beside which the
// store needs another, but in SQLite: SetMaxOpenConns(1) is too few elsewhere. In SQLite nobody else can write meanwhile, so new keys wait, and are
// refused with 503 when their patience ends; it begins as one that writes, for one that has read already is refused
// (SQLITE_BUSY_SNAPSHOT) when it writes after somebody else.
//
// ErrOutside: ctx isn't that of an execution (a request without a key, say), so the caller needs a transaction of its own.
// idempotency.ErrFenced: it has lost its lease, and whatever it wrote would be undone.
func Tx(ctx context.Context) (*sql.Tx, error) {
	w, _ := ctx.Value(workKey{}).(*work)
	if w == nil {
		return nil, ErrOutside
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.over:
		return nil, sql.ErrTxDone
	case w.tx != nil:
		return w.tx, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	tx, err := w.begin(ctx)
	w.tx = tx
	return tx, err
}

// begin begins it. The caller's leaving ends the wait for a connection, and nothing after it: what is to be stored as done
// must not be undone by that.
func (w *work) begin(ctx context.Context) (*sql.Tx, error) {
	lasting, end := context.WithCancel(context.WithoutCancel(ctx))
	stay := context.AfterFunc(ctx, end)
	tx, err := w.store.db.BeginTx(lasting, nil)
	if !stay() {
		rollback(tx)
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, failed("beginning a transaction", err)
	}
	if w.store.dialect != SQLite {
		return tx, nil
	}
	if err := w.store.fenced(ctx, tx, "beginning a transaction", w.store.q.hold, w.id, w.fence); err != nil {
		rollback(tx)
		return nil, err
	}
	return tx, nil
}

// InTx calls write with the transaction of Tx, or outside of an execution with one of its own on db, which it commits. If write
// returns an error nothing of what it wrote stays, in either case.
func InTx(ctx context.Context, db *sql.DB, write func(*sql.Tx) error) error {
	tx, err := Tx(ctx)
	if err == nil {
		return saved(ctx, tx, write)
	}
	if !errors.Is(err, ErrOutside) {
		return err
	}
	if tx, err = db.BeginTx(ctx, nil); err != nil {
		return failed("beginning a transaction", err)
	}
	defer rollback(tx)
	if err := write(tx); err != nil {
		return err
	}
	return failed("committing", tx.Commit())
}

// saved calls write below a savepoint.
func saved(ctx context.Context, tx *sql.Tx, write func(*sql.Tx) error) (err error) {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT idempotency"); err != nil {
		return failed("beginning a savepoint", err)
	}
	ended := "ROLLBACK TO SAVEPOINT idempotency" // also after a panic
	defer func() {
		if _, failure := tx.ExecContext(context.WithoutCancel(ctx), ended); err == nil {
			err = failed("ending a savepoint", failure)
		}
	}()
	if err = write(tx); err == nil {
		ended = "RELEASE SAVEPOINT idempotency"
	}
	return err
}

// workOf returns what Enter has put there for this execution.
func (s *Store) workOf(ctx context.Context, id string, fence int64) *work {
	if w, _ := ctx.Value(workKey{}).(*work); w != nil && w.store.db == s.db && w.id == id && w.fence == fence {
		return w
	}
	return nil
}

func (w *work) begun() bool {
	if w == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tx != nil
}

// take takes the transaction away from work: nobody gets it any more.
func (w *work) take() *sql.Tx {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := w.tx
	w.tx, w.over = nil, true
	return tx
}

// rollback ends a transaction that is to have no effect, or is over already.
func rollback(tx *sql.Tx) {
	if tx != nil {
		_ = tx.Rollback()
	}
}
