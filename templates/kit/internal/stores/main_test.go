package stores

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/pgtest"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

var server *pgtest.Server

func TestMain(m *testing.M) {
	if child := os.Getenv(childVariable); child != "" {
		os.Exit(runChild(child))
	}
	server = pgtest.Start()
	code := m.Run()
	server.Stop()
	os.Exit(code)
}

// place is a database that any number of processes open.
type place struct {
	driver, source string // "": memory
	options        sqlstore.Options
	memory         *idempotency.Memory
}

// each runs a test with every kind of store.
func each(t *testing.T, test func(*testing.T, place)) {
	t.Run("memory", func(t *testing.T) { test(t, place{memory: idempotency.NewMemory(idempotency.MemoryOptions{})}) })
	eachSQL(t, test)
}

func eachSQL(t *testing.T, test func(*testing.T, place)) {
	t.Run("SQLite", func(t *testing.T) { test(t, sqlite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgres(t)) })
}

func sqlite(t testing.TB) place {
	t.Helper()
	file := strings.ReplaceAll(filepath.Join(t.TempDir(), "test.db"), "#", "%23")
	return place{driver: "sqlite", source: "file:" + file + "?_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)"}
}

func postgres(t testing.TB) place {
	t.Helper()
	return place{driver: "pgx", source: server.Database(t), options: sqlstore.Options{Dialect: sqlstore.PostgreSQL}}
}

// open opens the store as a process of its own would, and the database, which memory hasn't.
func (p place) open(t testing.TB) (idempotency.Store, *sql.DB) {
	t.Helper()
	if p.memory != nil {
		return p.memory, nil
	}
	s, db, err := p.connect()
	check(t, err)
	t.Cleanup(func() { db.Close() })
	return s, db
}

func (p place) connect() (*sqlstore.Store, *sql.DB, error) {
	db, err := sql.Open(p.driver, p.source)
	if err != nil {
		return nil, nil, err
	}
	s, err := sqlstore.New(db, p.options)
	if err == nil {
		err = s.Migrate(context.Background())
	}
	return s, db, err
}

func (p place) store(t testing.TB) idempotency.Store {
	t.Helper()
	s, _ := p.open(t)
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clock is set by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// executor returns one that never renews a lease, unless it is changed.
func executor(t testing.TB, s idempotency.Store, c *clock, change ...func(*idempotency.Options)) *idempotency.Executor {
	t.Helper()
	o := idempotency.Options{Store: s, Now: c.Now, Wait: never, Logger: slog.New(slog.DiscardHandler)}
	for _, f := range change {
		f(&o)
	}
	x, err := idempotency.New(o)
	check(t, err)
	return x
}

func never(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}
