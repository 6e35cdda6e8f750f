//go:build linux

package pgtest

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is a PostgreSQL of our own, in a temporary folder, reached by a socket that is there too.
type cluster struct {
	dir string
	cmd *exec.Cmd
}

func start() (*cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	if err := c.run(bin); err != nil {
		log, _ := os.ReadFile(c.log())
		c.stop()
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(log))
	}
	return c, nil
}

// binaries is where Debian's packages put what isn't for users.
func binaries() (string, error) {
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb"); len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("there is no initdb (apt-get install postgresql)")
	}
	return filepath.Dir(initdb), nil
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4])
	return n
}

func (c *cluster) run(bin string) error {
	if err := c.own(); err != nil {
		return err
	}
	data := filepath.Join(c.dir, "data")
	if out, err := c.command(filepath.Join(bin, "initdb"), "-D", data, "-U", "bylaw", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	c.cmd = c.command(filepath.Join(bin, "postgres"), "-D", data, "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "logging_collector=off")
	log, err := os.Create(c.log())
	if err != nil {
		return err
	}
	defer log.Close()
	c.cmd.Stdout, c.cmd.Stderr = log, log
	if err := c.cmd.Start(); err != nil {
		c.cmd = nil
		return err
	}
	return c.wait()
}

// own gives the folder to an ordinary user, if the tests run as root: PostgreSQL refuses to.
func (c *cluster) own() error {
	if os.Getuid() != 0 {
		return nil
	}
	id, err := ordinary()
	if err != nil {
		return err
	}
	return os.Chown(c.dir, int(id.Uid), int(id.Gid))
}

func ordinary() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("there is no ordinary user to run it as")
}

// command runs as an ordinary user, and ends when the tests do, however they do.
func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential, _ = ordinary()
	}
	return cmd
}

// wait waits for the socket, which is there when connections are taken.
func (c *cluster) wait() error {
	for range 300 {
		if log, _ := os.ReadFile(c.log()); bytes.Contains(log, []byte("ready to accept connections")) {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("it doesn't answer within 30 s")
}

func (c *cluster) log() string { return filepath.Join(c.dir, "log") }

func (c *cluster) url() string {
	return "postgres:///postgres?user=bylaw&host=" + url.QueryEscape(c.dir)
}

func (c *cluster) stop() {
	if c.cmd != nil {
		_ = c.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = c.cmd.Wait()
	}
	_ = os.RemoveAll(c.dir)
}
