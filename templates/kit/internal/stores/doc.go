// Package stores holds tests of the kit's stores against real databases: SQLite by modernc.org/sqlite, and the PostgreSQL
// that is installed on the machine. There is nothing else in it.
package stores
