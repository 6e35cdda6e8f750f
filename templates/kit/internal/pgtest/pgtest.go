// Package pgtest starts the PostgreSQL that is installed on the machine (Debian's package postgresql suffices), for tests: in a
// temporary folder, as an ordinary user, reached by a socket that is there too. It must not know what is tested.
package pgtest

import (
	"database/sql"
	"fmt"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Server is a PostgreSQL, or the reason why there is none.
type Server struct {
	cluster   *cluster
	reason    string
	databases atomic.Int32
}

// Start starts a server, for TestMain. Where it can't it says why, and so do the tests that need one.
func Start() *Server {
	c, err := start()
	if err != nil {
		s := &Server{reason: "there is no PostgreSQL: " + err.Error()}
		fmt.Println("not tested with PostgreSQL: " + err.Error())
		return s
	}
	return &Server{cluster: c}
}

// Stop ends the server, and removes all that was in it.
func (s *Server) Stop() {
	if s.cluster != nil {
		s.cluster.stop()
	}
}

// Database returns the URL of a new, empty database, for the driver "pgx". Where there is no server it skips the test.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	if s.cluster == nil {
		t.Skip(s.reason)
	}
	db, err := sql.Open("pgx", s.cluster.url())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("test%d", s.databases.Add(1))
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return s.cluster.url() + "&database=" + name
}
