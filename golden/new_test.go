package golden

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fresh is a service that `bylaw new service` makes, and what it is asked then.
type fresh struct {
	name   string
	stores []string // made with each of them in turn
	args   []string
	http   []request
	grpc   []rpc
}

// example reports whether the contract is the example's, rather than one that was given.
func (f *fresh) example() bool { return !slices.Contains(f.args, "--from") }

func freshServices(t *testing.T) []fresh {
	return []fresh{
		{name: "orders", stores: stores, http: protoExample, grpc: protoExampleRPCs},
		{name: "order-history", stores: stores, args: []string{"--kind", "openapi"}, http: openapiExample},
		{name: "lending", stores: stores[:1], args: []string{"--from", absolute(t, "library/proto")}, http: libraryRequests, grpc: libraryRPCs},
		{name: "shop-api", stores: stores[:1], args: []string{"--from", absolute(t, "shop/orders.yaml"), "--module", "shop.example/api"}, http: shopRequests},
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestNewService makes a service of each kind with each store, and asks of it what a team would: that nothing is left to
// be generated, that it passes their gates, answers each operation, loses no request when it is told to stop, and does
// once what it is asked twice, whoever dies meanwhile.
func TestNewService(t *testing.T) {
	tools := tools{bylaw: build(t, "..", "./cmd/bylaw"), staticcheck: build(t, "..", "honnef.co/go/tools/cmd/staticcheck")}
	t.Setenv("BYLAW", tools.bylaw)
	t.Setenv("CI", "true") // contracts have to be played
	postgres := startPostgres(t)
	for _, f := range freshServices(t) {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			around := t.TempDir() // the same for all stores, for then Go compiles once what they share
			for _, store := range f.stores {
				t.Run(store, func(t *testing.T) {
					s := &storage{store, postgres}
					s.settings(t) // or there is no such store here
					command := f.make(t, tools, around, store)
					t.Run("operations", func(t *testing.T) { f.serve(t, command, filepath.Join(around, f.name), s) })
					if !f.example() {
						return
					}
					t.Run("drain", func(t *testing.T) { f.drain(t, command, s) })
					t.Run("once", func(t *testing.T) { f.once(t, command, s) })
					t.Run("tenants", func(t *testing.T) { f.tenants(t, command, s) })
					if s.shared() {
						sql := sqlCommand(t, filepath.Join(around, f.name), store)
						t.Run("crash", func(t *testing.T) { f.crash(t, command, sql, s) })
					}
				})
			}
		})
	}
}

type tools struct{ bylaw, staticcheck string }

// make makes the service, has it pass its gates, and returns where its command lies.
func (f *fresh) make(t *testing.T, tools tools, around, store string) string {
	module := emptied(t, filepath.Join(around, f.name))
	args := slices.Concat([]string{"new", "service", f.name}, f.args)
	if f.example() { // what others keep is still to be written
		args = append(args, "--store", store)
	}
	run(t, around, tools.bylaw, args...)
	run(t, module, tools.bylaw, "generate", "--check")
	if f.example() {
		run(t, module, tools.bylaw, "lint", "--fail-on", "info")
	}
	if store == "sqlite" {
		t.Log("go mod tidy isn't asked: proxies may refuse what only tests of SQLite's driver need")
	} else {
		run(t, module, "go", "mod", "tidy", "-diff")
	}
	run(t, module, "go", "vet", "./...")
	run(t, module, tools.staticcheck, "./...")
	run(t, module, "go", "test", "./...")
	if said := run(t, module, "gofmt", "-l", "."); said != "" {
		t.Errorf("not laid out by gofmt: %s", said)
	}
	return build(t, module, "./cmd/"+f.name)
}

// serve starts the service, asks it everything, and stops it.
func (f *fresh) serve(t *testing.T, command, module string, s *storage) {
	p := startService(t, command, s.settings(t)...)
	for _, kind := range []string{"live", "ready"} {
		if status := p.settle(t, "/health/"+kind); status != http.StatusOK {
			t.Errorf("/health/%s is answered with %d", kind, status)
		}
	}
	id := ""
	for _, r := range f.http {
		r.path, r.body = strings.ReplaceAll(r.path, "{id}", id), strings.ReplaceAll(r.body, "{id}", id)
		status, answer := send(t, r, p.at["http"])
		if status != r.status || !strings.Contains(answer, r.says) {
			t.Errorf("%s %s: %d %s, want %d and %s", r.method, r.path, status, answer, r.status, r.says)
		}
		if made, err := read(answer); id == "" && err == nil {
			id = made.id()
		}
	}
	if len(f.grpc) > 0 {
		askRPCs(t, p.at["grpc"], f.grpc)
	}
	if f.example() { // others promise nothing
		f.alerts(t, module, p.at["admin"])
	}
	p.signal(t)
	p.stops(t)
}
