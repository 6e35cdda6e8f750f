package stores

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

// childVariable makes a process of this test's binary that executes a request, and dies before it is stored.
const childVariable = "BYLAW_STORES_CHILD"

// order is what the child is told.
type order struct {
	Driver, Source string
	Dialect        sqlstore.Dialect
	Together       bool // the effect commits with the record
}

// stuck is a store that says when it is to store, and never does.
type stuck struct{ *sqlstore.Store }

func (s stuck) Finish(context.Context, string, int64, idempotency.Outcome) error {
	fmt.Println("executed")
	select {}
}

func runChild(text string) int {
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = o.run()
	}
	fmt.Println("not killed:", err)
	return 1
}

func (o order) run() error {
	s, db, err := place{driver: o.Driver, source: o.Source, options: sqlstore.Options{Dialect: o.Dialect}}.connect()
	if err != nil {
		return err
	}
	x, err := idempotency.New(idempotency.Options{Store: stuck{s}, Now: newClock().Now})
	if err != nil {
		return err
	}
	_, err = x.Do(context.Background(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{}, effect(ctx, db, o.Together)
	})
	return err
}

func effect(ctx context.Context, db *sql.DB, together bool) error {
	if together {
		return payments{db}.pay(ctx)
	}
	_, err := db.ExecContext(ctx, "INSERT INTO payments (amount) VALUES (100)")
	return err
}

// TestKilled kills a process with SIGKILL between executing and storing.
func TestKilled(t *testing.T) {
	for name, together := range map[string]bool{"apart": false, "together": true} {
		t.Run(name, func(t *testing.T) { testKilled(t, together) })
	}
}

func testKilled(t *testing.T, together bool) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		pay, c := newPayments(t, db), newClock()
		killChild(t, order{Driver: p.driver, Source: p.source, Dialect: p.options.Dialect, Together: together})
		lost := 1 // effects without a record
		if together {
			lost = 0
		}
		pay.want(t, lost)

		x, again := executor(t, s, c), func(ctx context.Context) (idempotency.Answer, error) {
			return idempotency.Answer{Data: []byte("paid")}, effect(ctx, db, together)
		}
		if _, err := x.Do(t.Context(), request("1"), again); code(err) != idempotency.CodeRunning {
			t.Error("before the lease is over:", err)
		}
		c.advance(lease)
		for i := range 3 {
			a, err := x.Do(t.Context(), request("1"), again)
			if err != nil || string(a.Data) != "paid" || a.Replayed != (i > 0) {
				t.Error(a, err)
			}
		}
		pay.want(t, lost+1)
	})
}

func killChild(t *testing.T, o order) {
	t.Helper()
	text, err := json.Marshal(o)
	check(t, err)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+string(text))
	out, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	line, _ := bufio.NewReader(out).ReadString('\n')
	check(t, child.Process.Kill())
	_ = child.Wait()
	if line != "executed\n" {
		t.Fatalf("the child says %q", line)
	}
}
