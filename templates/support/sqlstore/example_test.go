package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

// Records are kept in the service's own database. For SQLite open it with
// file:service.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL).
func ExampleStore() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqlstore.New(db, sqlstore.Options{Dialect: sqlstore.PostgreSQL})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Migrate(context.Background()); err != nil {
		log.Fatal(err)
	}
	executor, err := idempotency.New(idempotency.Options{Store: store})
	if err != nil {
		log.Fatal(err)
	}
	middleware, err := executor.HTTP(idempotency.HTTPOptions{Caller: idempotency.Anyone}) // better who has been authenticated
	if err != nil {
		log.Fatal(err)
	}
	pay := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := sqlstore.InTx(r.Context(), db, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(r.Context(), "INSERT INTO payments (amount) VALUES (100)")
			return err
		})
		if err != nil { // 500: nothing is stored, and the payment is undone
			http.Error(w, "the payment has failed", http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, "paid")
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", middleware(pay)))
}
