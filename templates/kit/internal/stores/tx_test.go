package stores

import (
	"context"
	"database/sql"
	stderrors "errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

// payments is work that writes in a table of its own.
type payments struct {
	db *sql.DB
}

func newPayments(t testing.TB, db *sql.DB) payments {
	t.Helper()
	_, err := db.Exec("CREATE TABLE IF NOT EXISTS payments (amount INTEGER NOT NULL)")
	check(t, err)
	return payments{db}
}

func (p payments) pay(ctx context.Context) error {
	return sqlstore.InTx(ctx, p.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO payments (amount) VALUES (100)")
		return err
	})
}

func (p payments) want(t testing.TB, n int) {
	t.Helper()
	var got int
	check(t, p.db.QueryRow("SELECT count(*) FROM payments").Scan(&got))
	if got != n {
		t.Errorf("%d payments, want %d", got, n)
	}
}

var errGone = &errors.Error{Status: http.StatusGone, Code: "gone"}

func TestTransaction(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay := newPayments(t, db)
		for i, test := range []struct {
			name string
			end  func(ctx context.Context) (idempotency.Answer, error)
			code string // of the error
			paid int
		}{
			{"success", answered("paid"), "", 1},
			{"failure", func(context.Context) (idempotency.Answer, error) { return idempotency.Answer{}, errGone }, "gone", 0},
			{"trouble", func(context.Context) (idempotency.Answer, error) {
				return idempotency.Answer{}, stderrors.New("trouble")
			}, "trouble", 0},
			{"a part that is undone", func(ctx context.Context) (idempotency.Answer, error) {
				err := sqlstore.InTx(ctx, db, func(tx *sql.Tx) error {
					if _, err := tx.Exec("INSERT INTO payments (amount) VALUES (1)"); err != nil {
						t.Error(err)
					}
					_, err := tx.Exec("INSERT INTO payments (amount) VALUES (NULL)")
					return err
				})
				if err == nil {
					t.Error("the part succeeds")
				}
				return idempotency.Answer{}, nil
			}, "", 1},
			{"a transaction that work has ended", func(ctx context.Context) (idempotency.Answer, error) {
				tx, err := sqlstore.Tx(ctx)
				check(t, err)
				check(t, tx.Rollback())
				return idempotency.Answer{}, nil
			}, errors.CodeUnavailable, 0},
		} {
			_, err := db.Exec("DELETE FROM payments")
			check(t, err)
			r := request("1")
			r.Key = fmt.Sprint(i)
			_, err = executor(t, s, newClock()).Do(t.Context(), r, func(ctx context.Context) (idempotency.Answer, error) {
				check(t, pay.pay(ctx))
				return test.end(ctx)
			})
			if err == nil && test.code != "" || err != nil && code(err) != test.code {
				t.Errorf("%s: %v", test.name, err)
			}
			pay.want(t, test.paid)
		}
	})
}

// TestTransactionOfThePanicking also shows that a panic doesn't keep the key.
func TestTransactionOfThePanicking(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay, x := newPayments(t, db), executor(t, s, newClock())
		func() {
			defer func() {
				if recover() != "ouch" {
					t.Error("the panic is swallowed")
				}
			}()
			_, _ = x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
				check(t, pay.pay(ctx))
				panic("ouch")
			})
		}()
		pay.want(t, 0)
		_, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) { return idempotency.Answer{}, pay.pay(ctx) })
		check(t, err)
		pay.want(t, 1)
		check(t, pay.pay(t.Context())) // without a key: a transaction of its own
		pay.want(t, 2)
		if _, err := sqlstore.Tx(t.Context()); !stderrors.Is(err, sqlstore.ErrOutside) {
			t.Error(err)
		}
	})
}

// TestTransactionFenced is what a fence alone can't do: the work of one who has lost the lease has no effect either.
func TestTransactionFenced(t *testing.T) {
	t.Run("PostgreSQL", func(t *testing.T) { // in SQLite nobody can take over from one who has written
		p, c := postgres(t), newClock()
		s, db := p.open(t)
		pay, slow, quick := newPayments(t, db), executor(t, s, c), executor(t, p.store(t), c)
		_, err := slow.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			check(t, pay.pay(ctx))
			c.advance(lease)
			_, err := quick.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
				return idempotency.Answer{}, pay.pay(ctx)
			})
			check(t, err)
			return idempotency.Answer{}, nil
		})
		if code(err) != idempotency.CodeRunning {
			t.Error(err)
		}
		pay.want(t, 1)
	})
}

// TestTransactionInSQLite is as slow as the lease is long; it can't be renewed, and needn't be.
func TestTransactionInSQLite(t *testing.T) {
	c, ticks := newClock(), make(chan struct{})
	s, db := sqlite(t).open(t)
	pay, x := newPayments(t, db), executor(t, s, c, func(o *idempotency.Options) { o.Wait = on(ticks) })
	_, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
		check(t, pay.pay(ctx))
		for range 5 {
			c.advance(lease / 3)
			ticks <- struct{}{}
		}
		return idempotency.Answer{}, ctx.Err()
	})
	check(t, err)
	pay.want(t, 1)
}

// TestCallerGone stores what was done for a caller who has left.
func TestCallerGone(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay, x := newPayments(t, db), executor(t, s, newClock())
		ctx, leave := context.WithCancel(t.Context())
		_, err := x.Do(ctx, request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			err := pay.pay(ctx)
			leave()
			return idempotency.Answer{Data: []byte("paid")}, err
		})
		check(t, err)
		pay.want(t, 1)
		if a, err := x.Do(t.Context(), request("1"), answered("never")); err != nil || string(a.Data) != "paid" {
			t.Error(a, err)
		}
	})
}

// TestReadThenWrite has work that decides by what it has read, as most does, and another who writes meanwhile, if they can.
func TestReadThenWrite(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay, x := newPayments(t, db), executor(t, s, newClock())
		other := make(chan error, 1)
		_, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			tx, err := sqlstore.Tx(ctx)
			check(t, err)
			var n int
			check(t, tx.QueryRowContext(ctx, "SELECT count(*) FROM payments").Scan(&n))
			go func() { other <- pay.pay(context.Background()) }()
			select {
			case err := <-other:
				other <- err
			case <-time.After(100 * time.Millisecond): // it has to wait
			}
			return idempotency.Answer{}, pay.pay(ctx)
		})
		check(t, err)
		check(t, <-other)
		pay.want(t, 2)
	})
}

// TestUndoneFreesTheKey has a commit fail: nothing was done, and the next request needn't wait for the end of a lease.
func TestUndoneFreesTheKey(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay, x := newPayments(t, db), executor(t, s, newClock())
		_, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			check(t, pay.pay(ctx))
			tx, err := sqlstore.Tx(ctx)
			check(t, err)
			return idempotency.Answer{}, tx.Rollback()
		})
		if code(err) != errors.CodeUnavailable {
			t.Error(err)
		}
		_, err = x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) { return idempotency.Answer{}, pay.pay(ctx) })
		check(t, err)
		pay.want(t, 1)
	})
}

// TestTransactionTooLate refuses work that asks for its transaction when another one has taken over; in PostgreSQL
// it learns that at the end.
func TestTransactionTooLate(t *testing.T) {
	c := newClock()
	p := sqlite(t)
	s, db := p.open(t)
	pay, slow, quick := newPayments(t, db), executor(t, s, c), executor(t, p.store(t), c)
	_, err := slow.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
		c.advance(lease)
		_, err := quick.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			return idempotency.Answer{}, pay.pay(ctx)
		})
		check(t, err)
		err = pay.pay(ctx)
		if !stderrors.Is(err, idempotency.ErrFenced) {
			t.Error(err)
		}
		return idempotency.Answer{}, err
	})
	if code(err) != idempotency.CodeRunning {
		t.Error(err)
	}
	pay.want(t, 1)
}

// TestTransactionForNobody has work wait for a connection when its caller leaves.
func TestTransactionForNobody(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		db.SetMaxOpenConns(1)
		ctx, leave := context.WithCancel(t.Context())
		_, err := executor(t, s, newClock()).Do(ctx, request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			only, err := db.Conn(ctx)
			check(t, err)
			defer only.Close()
			time.AfterFunc(50*time.Millisecond, leave)
			ended := make(chan error, 1)
			go func() {
				_, err := sqlstore.Tx(ctx)
				ended <- err
			}()
			select {
			case err := <-ended:
				return idempotency.Answer{}, err
			case <-time.After(10 * time.Second):
				return idempotency.Answer{}, stderrors.New("it waits for nobody")
			}
		})
		if !stderrors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if _, err := executor(t, s, newClock()).Do(t.Context(), request("1"), answered("later")); err != nil {
			t.Error(err)
		}
	})
}
