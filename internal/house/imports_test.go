// Package house holds the tests that keep the project's structure: who may import whom.
package house

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/bylaw-dev/bylaw/"

// layers lists the packages from the bottom up. A package may import those of lower layers, and
// packages below its own folder.
var layers = [][]string{
	{"spec/source", "templates", "internal/words"},
	{"spec"},
	{"report"},
	{"config", "waiver", "spec/proto", "spec/openapi", "contract", "contract/broker", "contract/fields", "contract/secret"},
	{"spec/workspace"},
	{"lint", "fix", "breaking", "generator", "generator/golang/ecma", "generator/golang/naming", "generator/httpapi", "generator/protobuf/protogo"},
	{"cache", "lint/ratchet", "score", "rules", "breaking/checks", "lsp", "generator/project", "generator/validate", "contract/match", "contract/pact"},
	{"generator/sample", "generator/ready", "contract/rpc", "contract/recorded", "contract/text"},
	// contract/rpc knows what goes over gRPC for all who play, record and replay it.
	{"generator/protobuf/sample", "contract/replay", "contract/verify", "contract/har", "contract/postman", "contract/scenario"},
	{"generator/golang", "generator/protobuf/http", "generator/protobuf/service", "generator/protobuf/validate", "generator/openapi", "mock", "contract/check", "contract/record", "contract/form"},
	{"generator/protobuf", "mock/rpc", "contract/impact", "contract/matrix", "contract/mutate", "contract/coverage"},
	{"cmd/bylaw"},
}

// forbidden are pairs that the layers alone would allow.
var forbidden = [][2]string{
	{"rules", "spec/proto"}, {"rules", "spec/openapi"}, {"rules", "spec/workspace"},
	{"lint", "spec/proto"}, {"lint", "spec/openapi"}, {"lint", "spec/workspace"},
	{"breaking", "spec/proto"}, {"breaking", "spec/openapi"}, {"breaking", "spec/workspace"},
	{"breaking/checks", "spec/proto"}, {"breaking/checks", "spec/openapi"}, {"breaking/checks", "spec/workspace"},
	{"lsp", "config"}, {"lsp", "lint"}, {"lsp", "breaking"}, {"lsp", "spec/proto"}, {"lsp", "spec/openapi"},
	{"fix", "config"}, {"fix", "waiver"}, {"fix", "spec/proto"}, {"fix", "spec/openapi"}, {"fix", "spec/workspace"},
	{"waiver", "config"}, {"config", "waiver"},
	// contract/broker carries contracts without looking into them: verdicts are made elsewhere.
	{"contract/broker", "contract"}, {"contract/broker", "report"}, {"contract/broker", "spec"},
	// contract/check knows generator/{httpapi,validate,sample}, because what decides about a mock's requests and about those
	// of a contract must be one engine; but no loader (of spec/openapi only the positioned trees), and nothing knows it.
	{"contract/check", "spec/proto"}, {"contract/check", "spec/workspace"}, {"contract/check", "config"}, {"contract/check", "generator/golang"},
	// contract/mutate and contract/coverage ask contract/check: they know no loader either, of spec/openapi only the positioned trees.
	{"contract/mutate", "spec/proto"}, {"contract/mutate", "spec/workspace"}, {"contract/mutate", "config"}, {"contract/mutate", "generator/golang"},
	{"contract/coverage", "spec/proto"}, {"contract/coverage", "spec/openapi"}, {"contract/coverage", "spec/workspace"}, {"contract/coverage", "config"},
	// contract/impact joins breaking's changes with what contract/check finds: it must know both, but no loader, check or policy file.
	{"contract/impact", "spec/proto"}, {"contract/impact", "spec/openapi"}, {"contract/impact", "spec/workspace"}, {"contract/impact", "config"}, {"contract/impact", "breaking/checks"},
	// contract/matrix asks contract/check and contract/verify about versions, whose specs and contracts are given to it.
	{"contract/matrix", "spec/proto"}, {"contract/matrix", "spec/openapi"}, {"contract/matrix", "spec/workspace"}, {"contract/matrix", "config"},
	{"contract/record", "spec/proto"}, {"contract/record", "spec/openapi"}, {"contract/record", "spec/workspace"}, {"contract/record", "config"},
	{"contract/record", "generator/golang"}, {"contract/record", "mock"}, {"contract/record", "lint"},
}

// generators make code and values of the model: they know neither loaders nor what checks it.
var (
	generators = []string{"generator", "generator/project", "generator/golang", "generator/golang/ecma", "generator/httpapi", "generator/openapi", "generator/protobuf",
		"generator/protobuf/http", "generator/protobuf/protogo", "generator/protobuf/sample", "generator/protobuf/service", "generator/protobuf/validate",
		"generator/ready", "generator/sample", "generator/validate", "mock", "mock/rpc"}
	checkers = []string{"config", "waiver", "spec/proto", "spec/openapi", "spec/workspace", "lint", "fix", "breaking", "rules", "breaking/checks"}
)

// contracts are read and compared without knowing what rules, generators or settings there are. Of what
// makes code they know ecma alone, for patterns mean the same everywhere.
var (
	contracts = []string{"contract", "contract/broker", "contract/fields", "contract/form", "contract/har", "contract/match", "contract/pact", "contract/postman", "contract/recorded",
		"contract/scenario", "contract/secret", "contract/text", "contract/replay", "contract/rpc", "contract/verify"}
	strangers = []string{"config", "waiver", "spec/proto", "spec/workspace", "lint", "fix", "rules", "breaking/checks",
		"generator", "generator/project", "generator/validate", "generator/httpapi"}
)

func TestImportsPointDown(t *testing.T) {
	checked := 0
	for _, p := range list(t) {
		from := room(p.ImportPath)
		if from == "" {
			continue
		}
		for _, imported := range p.Imports {
			to := room(imported)
			if to == "" || to == from {
				continue
			}
			checked++
			if layer(to) >= layer(from) {
				t.Errorf("%s imports %s, which lies above it or beside it", p.ImportPath, imported)
			}
			if slices.Contains(forbidden, [2]string{from, to}) || slices.Contains(generators, from) && slices.Contains(checkers, to) ||
				slices.Contains(contracts, from) && slices.Contains(strangers, to) {
				t.Errorf("%s imports %s: %s must not know %s", p.ImportPath, imported, from, to)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d imports checked: has the house moved?", checked)
	}
}

func TestNoReflect(t *testing.T) {
	for _, p := range list(t) {
		for _, imported := range p.Imports {
			if imported == "reflect" {
				t.Errorf("%s imports reflect", p.ImportPath)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range list(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

type goPackage struct {
	ImportPath, Doc  string
	Imports, GoFiles []string
}

func list(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports,GoFiles", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	return packages
}

// room returns the longest layered folder that the import path lies in, or "".
func room(path string) string {
	rest, ok := strings.CutPrefix(path, module)
	if !ok || strings.HasSuffix(rest, "/linttest") || strings.HasSuffix(rest, "/checktest") || strings.HasPrefix(rest, "lint/linttest/") {
		return ""
	}
	best := ""
	for _, names := range layers {
		for _, name := range names {
			if (rest == name || strings.HasPrefix(rest, name+"/")) && len(name) > len(best) {
				best = name
			}
		}
	}
	return best
}

func layer(room string) int {
	for i, names := range layers {
		for _, name := range names {
			if name == room {
				return i
			}
		}
	}
	return -1
}
