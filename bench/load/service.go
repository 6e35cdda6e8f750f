package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// kind is a kind of service that bylaw makes.
type kind struct {
	name string // as --kind has it
	bare string // the main package that serves without the kit
}

func kinds() []kind {
	return []kind{{"openapi", "bare/openapi.go.txt"}, {"proto", "bare/proto.go.txt"}}
}

// service is a service that was made, and its programs.
type service struct{ full, bare string }

// serviceName is in what is generated, and so in the bare mains.
const serviceName = "orders"

// make makes a service in a folder, and builds it with the kit and without.
func (k kind) make(dir, bylaw string) (*service, error) {
	if err := command(".", nil, bylaw, "new", "service", serviceName, "--kind", k.name, "--out", dir).Run(); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join("load", k.bare))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "cmd", "bare"), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "cmd", "bare", "main.go"), text, 0o644); err != nil {
		return nil, err
	}
	if err := command(dir, nil, "go", "build", "-o", "bin/", "./cmd/...").Run(); err != nil {
		return nil, err
	}
	return &service{full: filepath.Join(dir, "bin", serviceName), bare: filepath.Join(dir, "bin", "bare")}, nil
}

// command is one that tells its errors. Modules of their own don't belong to a workspace around them.
func command(dir string, settings []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(append(os.Environ(), "GOWORK=off"), settings...)
	return cmd
}

// process is a service that runs.
type process struct {
	*exec.Cmd
	http, grpc string // addresses
}

// start starts a program, and returns when it is ready.
func start(program string, settings []string) (*process, error) {
	addresses, err := free(3)
	if err != nil {
		return nil, err
	}
	p := &process{http: addresses[0], grpc: addresses[1]}
	p.Cmd = command(".", append([]string{"HTTP_ADDR=" + p.http, "GRPC_ADDR=" + p.grpc, "ADMIN_ADDR=" + addresses[2], "DRAIN_DELAY=0s"}, settings...), program)
	if err := p.Start(); err != nil {
		return nil, err
	}
	if err := answers("http://"+addresses[2]+"/health/ready", time.Minute); err != nil {
		_ = p.Process.Kill() // the error that matters is the other one
		return nil, err
	}
	return p, nil
}

// stop stops a process as an orchestrator does.
func (p *process) stop() error {
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.Wait()
}

// free returns addresses that nobody listens at.
func free(n int) ([]string, error) {
	var all []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // not before the others have theirs
		all = append(all, l.Addr().String())
	}
	return all, nil
}

// answers waits until a URL is answered with 200.
func answers(url string, patience time.Duration) error {
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		r, err := http.Get(url)
		if err != nil {
			continue
		}
		_ = r.Body.Close() // the status is all
		if r.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("%s isn't answered", url)
}
