package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The versions that are compared: the newest that the module proxy and npm served when this was
// last changed.
const (
	bufVersion      = "v1.73.0"
	oasdiffVersion  = "v1.33.0"
	vacuumVersion   = "latest"
	redoclyVersion  = "latest"
	spectralVersion = "latest"
)

// peers builds and installs the tools, each when it is first asked for.
type peers struct {
	dir      string
	failures map[string]error
}

func newPeers(dir string) *peers {
	return &peers{dir: dir, failures: map[string]error{}}
}

func (p *peers) bylaw(dir string, args ...string) command {
	path := filepath.Join(p.dir, "bin", "bylaw")
	err := p.once("bylaw", func() error { return run("..", nil, "go", "build", "-o", path, "./cmd/bylaw") })
	return command{name: "bylaw", dir: dir, argv: append([]string{path}, args...), err: err}
}

// floor is what any tool on protocompile pays before its first rule: parsing and linking.
func (p *peers) floor(dir string) command {
	path := filepath.Join(p.dir, "bin", "floor")
	err := p.once("floor", func() error { return run(".", nil, "go", "build", "-o", path, "./floor") })
	return command{name: "floor: protocompile with source info", dir: dir, argv: []string{path, "."}, err: err}
}

func (p *peers) buf(dir string, args ...string) command {
	return p.goTool("buf "+args[0], "github.com/bufbuild/buf/cmd/buf@"+bufVersion, "buf", dir, args)
}

func (p *peers) oasdiff(dir, before, after string) command {
	return p.goTool("oasdiff breaking", "github.com/oasdiff/oasdiff@"+oasdiffVersion, "oasdiff", dir, []string{"breaking", before, after})
}

func (p *peers) vacuum(dir, spec string) command {
	c := p.goTool("vacuum", "github.com/daveshanley/vacuum@"+vacuumVersion, "vacuum", dir, []string{"lint", "-d", spec})
	c.slow = true
	return c
}

func (p *peers) redocly(dir, spec string) command {
	return p.npmTool("redocly", "@redocly/cli@"+redoclyVersion, "redocly", dir, []string{"lint", spec})
}

func (p *peers) spectral(dir, spec string) command {
	rules := filepath.Join(p.dir, "spectral.yaml")
	c := p.npmTool("spectral", "@stoplight/spectral-cli@"+spectralVersion, "spectral", dir, []string{"lint", "-r", rules, spec})
	if err := os.WriteFile(rules, []byte("extends: [\"spectral:oas\"]\n"), 0o644); err != nil && c.err == nil {
		c.err = err
	}
	c.slow = true
	return c
}

func (p *peers) goTool(name, module, binary, dir string, args []string) command {
	bin := filepath.Join(p.dir, "bin")
	path := filepath.Join(bin, binary)
	err := p.once(path, func() error {
		if _, err := os.Stat(path); err == nil {
			return nil
		}
		return run(p.dir, []string{"GOBIN=" + bin}, "go", "install", module)
	})
	return command{name: name, dir: dir, argv: append([]string{path}, args...), err: err}
}

func (p *peers) npmTool(name, pkg, binary, dir string, args []string) command {
	home := filepath.Join(p.dir, "npm")
	path := filepath.Join(home, "node_modules", ".bin", binary)
	err := p.once(path, func() error {
		if _, err := os.Stat(path); err == nil {
			return nil
		}
		return run(p.dir, nil, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", home, pkg)
	})
	return command{name: name, dir: dir, argv: append([]string{path}, args...), err: err}
}

// once does a thing for the first caller and remembers how it went.
func (p *peers) once(key string, do func() error) error {
	err, done := p.failures[key]
	if !done {
		if err = os.MkdirAll(filepath.Join(p.dir, "bin"), 0o755); err == nil {
			err = do()
		}
		p.failures[key] = err
	}
	return err
}

func run(dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %v: %s", name, args, err, out)
	}
	return nil
}
