package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// firstAnswers measures how long it takes from bylaw new service to the first request that is answered, as somebody does who follows
// its "next": with a cache of builds that is warm, as on every day, and with one that is empty, as on the first.
func firstAnswers(dir, bylaw, only string) (string, error) {
	var text strings.Builder
	text.WriteString(`
## The first answer

From the start of ` + "`bylaw new service`" + ` to the answer that a first item is created, by ` + "`go run`" + ` as ` + "`make run`" + ` does it, with all modules in
Go's module cache. The cache of builds is empty, or it has what another service of the kind needed.

| kind | cache of builds | scaffold | build and start | all |
|---|---|---|---|---|
`)
	for _, k := range kinds() {
		if !strings.Contains(k.name, only) {
			continue
		}
		cache := filepath.Join(dir, "cache of "+k.name)
		for _, state := range []string{"empty", "warm"} {
			fmt.Fprintln(os.Stderr, "load: the first answer of", k.name, state)
			scaffold, all, err := k.firstAnswer(filepath.Join(dir, "first "+k.name+" "+state), bylaw, cache)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&text, "| %s | %s | %.1f s | %.1f s | **%.1f s** |\n", k.name, state, scaffold.Seconds(), (all - scaffold).Seconds(), all.Seconds())
		}
	}
	return text.String(), nil
}

func (k kind) firstAnswer(dir, bylaw, cache string) (scaffold, all time.Duration, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, err
	}
	addresses, err := free(3)
	if err != nil {
		return 0, 0, err
	}
	begin := time.Now()
	if err := command(dir, nil, bylaw, "new", "service", serviceName, "--kind", k.name).Run(); err != nil {
		return 0, 0, err
	}
	scaffold = time.Since(begin)
	settings := []string{"GOCACHE=" + cache, "HTTP_ADDR=" + addresses[0], "GRPC_ADDR=" + addresses[1], "ADMIN_ADDR=" + addresses[2], "AUTH=none", "LOG_FORMAT=text", "DRAIN_DELAY=0s"}
	cmd := command(filepath.Join(dir, serviceName), settings, "go", "run", "./cmd/"+serviceName)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // go run doesn't pass a signal on
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer end(cmd)
	if err := answers("http://"+addresses[2]+"/health/ready", 15*time.Minute); err != nil {
		return 0, 0, err
	}
	c, err := dialWeb(&process{http: addresses[0]}, k.name == "proto", "")
	if err != nil {
		return 0, 0, err
	}
	if _, err := c.create("First", newKey()); err != nil {
		return 0, 0, err
	}
	return scaffold, time.Since(begin), c.close()
}

// end ends a command and all that it has started.
func end(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) // it may have ended
	_ = cmd.Wait()                                      // it was told to end
}
