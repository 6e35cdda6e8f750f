package golden

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// postgres is a PostgreSQL of Debian's packages in a temporary folder, or the reason why there is none.
type postgres struct {
	dir, bin  string
	as        []string // what runs a command as somebody that PostgreSQL accepts
	err       error
	databases atomic.Int32
}

// startPostgres starts one that ends with the test.
func startPostgres(t *testing.T) *postgres {
	t.Helper()
	p := new(postgres)
	if p.err = p.find(); p.err == nil {
		p.err = p.start(t)
	}
	return p
}

// find finds the programs, and who may run them: PostgreSQL refuses to be root's.
func (p *postgres) find() error {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is good
	if len(found) == 0 {
		return errors.New("there is no PostgreSQL: apt-get install postgresql")
	}
	p.bin = filepath.Dir(found[len(found)-1])
	setpriv, err := exec.LookPath("setpriv")
	p.as = []string{setpriv, "--pdeathsig=TERM"} // it ends when the tests do, however they do
	if err != nil || os.Getuid() != 0 {
		return err
	}
	p.as = append(p.as, "--reuid=postgres", "--regid=postgres", "--clear-groups")
	_, err = user.Lookup("postgres")
	return err
}

func (p *postgres) start(t *testing.T) error {
	var err error
	if p.dir, err = os.MkdirTemp("/tmp", "pg"); err != nil { // short: a socket's path has at most 107 bytes
		return err
	}
	t.Cleanup(func() { _ = os.RemoveAll(p.dir) })
	if err := os.Chmod(p.dir, 0o777); err != nil {
		return err
	}
	data := filepath.Join(p.dir, "data")
	if out, err := p.command("initdb", "-D", data, "-U", "bylaw", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	server := p.command("postgres", "-D", data, "-k", p.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200")
	if err := server.Start(); err != nil {
		return err
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = server.Wait()
	})
	return p.wait()
}

// wait waits until databases can be made.
func (p *postgres) wait() (err error) {
	for range 100 {
		if err = p.command("createdb", "-h", p.dir, "-U", "bylaw", "first").Run(); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("PostgreSQL doesn't answer within 10 s: %w", err)
}

func (p *postgres) command(name string, args ...string) *exec.Cmd {
	argv := slices.Concat(p.as, []string{"--", filepath.Join(p.bin, name)}, args)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = p.dir
	return cmd
}

// database returns the URL of a new, empty database. Where there is no server it skips the test.
func (p *postgres) database(t *testing.T) string {
	t.Helper()
	if p.err != nil {
		t.Skipf("not tested with PostgreSQL on %s: %v", runtime.GOOS, p.err)
	}
	name := fmt.Sprintf("test%d", p.databases.Add(1))
	if out, err := p.command("createdb", "-h", p.dir, "-U", "bylaw", name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return "postgres:///" + name + "?user=bylaw&host=" + url.QueryEscape(p.dir)
}
