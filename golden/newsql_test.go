package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// suspend has the database take very long for the record that a request has been executed.
func (s *storage) suspend(t *testing.T, sql string, settings []string) {
	t.Helper()
	if s.kind == "postgres" {
		s.do(t, sql, settings, `CREATE FUNCTION slowly() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$ LANGUAGE plpgsql`)
		s.do(t, sql, settings, `CREATE TRIGGER slow BEFORE UPDATE ON idempotency_records FOR EACH ROW WHEN (NEW.state = 'completed') EXECUTE FUNCTION slowly()`)
		return
	}
	s.do(t, sql, settings, `CREATE TRIGGER slow BEFORE UPDATE ON idempotency_records WHEN NEW.state = 'completed' BEGIN
		SELECT count(*) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 1000000000) SELECT n FROM c); END`)
}

func (s *storage) resume(t *testing.T, sql string, settings []string) {
	t.Helper()
	if s.kind == "postgres" { // whose processes don't see at once that those who asked are dead
		s.do(t, sql, settings, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
		s.do(t, sql, settings, "DROP TRIGGER slow ON idempotency_records")
		return
	}
	s.do(t, sql, settings, "DROP TRIGGER slow")
}

// do executes a statement in the database that processes share.
func (s *storage) do(t *testing.T, sql string, settings []string, statement string) {
	t.Helper()
	_, database, _ := strings.Cut(settings[0], "=")
	run(t, t.TempDir(), sql, database, statement)
}

// drivers are what a service opens its database with.
var drivers = map[string]struct{ name, path, prefix string }{
	"sqlite":   {"sqlite", "modernc.org/sqlite", "file:"},
	"postgres": {"pgx", "github.com/jackc/pgx/v5/stdlib", ""},
}

const sqlProgram = `package main

import (
	"database/sql"
	"log"
	"os"

	_ "PATH"
)

func main() {
	db, err := sql.Open("NAME", "PREFIX"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec(os.Args[2]); err != nil {
		log.Fatal(err)
	}
}
`

// sqlCommand builds a command that executes a statement, of the service's own driver.
func sqlCommand(t *testing.T, module, store string) string {
	t.Helper()
	driver := drivers[store]
	text := strings.NewReplacer("PATH", driver.path, "NAME", driver.name, "PREFIX", driver.prefix).Replace(sqlProgram)
	dir := filepath.Join(module, "cmd", "sql")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return build(t, module, "./cmd/sql")
}
