package stores

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

// A payment is written in the same transaction as the record that it was made: both are there after a crash, or neither.
func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "service.db")+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)")
	if err != nil {
		panic(err)
	}
	defer db.Close()
	store, err := sqlstore.New(db, sqlstore.Options{Dialect: sqlstore.SQLite})
	if err != nil {
		panic(err)
	}
	if err := store.Migrate(context.Background()); err != nil {
		panic(err)
	}
	executor, err := idempotency.New(idempotency.Options{Store: store})
	if err != nil {
		panic(err)
	}
	if _, err := db.Exec("CREATE TABLE payments (amount INTEGER)"); err != nil {
		panic(err)
	}

	// What a handler does, behind Executor.HTTP or package replay, which call Do with its context.
	pay := func(ctx context.Context) (idempotency.Answer, error) {
		err := sqlstore.InTx(ctx, db, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO payments (amount) VALUES (100)")
			return err
		})
		return idempotency.Answer{Data: []byte("paid")}, err
	}
	request := idempotency.Request{Caller: "acme", Operation: "pay", Key: "order-17", Fingerprint: idempotency.FingerprintOf([]byte("100"))}
	for range 3 {
		answer, err := executor.Do(context.Background(), request, pay)
		fmt.Println(string(answer.Data), answer.Replayed, err)
	}
	var payments int
	if err := db.QueryRow("SELECT count(*) FROM payments").Scan(&payments); err != nil {
		panic(err)
	}
	fmt.Println("payments:", payments)
	// Output:
	// paid false <nil>
	// paid true <nil>
	// paid true <nil>
	// payments: 1
}
