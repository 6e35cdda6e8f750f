package lint

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// message is a rule that reports every type by its name.
func nameTypes(id string) *Rule {
	return New(Meta{ID: id, Formats: BothFormats}, Hooks{
		Type: func(p *Pass, t *spec.Type) { p.Report(&t.Node, t.NameSpan, "a type "+t.Name) },
	})
}

// newAPI builds a proto API in which each file declares one message for each word of its content.
func newAPI(files ...*source.File) *spec.API {
	api := &spec.API{Format: spec.Proto, Root: files[0]}
	api.Node = spec.Node{Local: files[0].Path, NameSpan: files[0].Span(0, 1), Span: files[0].Span(0, 1)}
	for _, file := range files {
		api.Documents = append(api.Documents, &spec.Document{File: file})
		at := 0
		for _, word := range strings.Fields(string(file.Content)) {
			span := file.Span(at, at+len(word))
			node := spec.Node{Name: word, Local: word, Span: span, NameSpan: span}
			api.Types = append(api.Types, &spec.Type{Node: node, Kind: spec.KindObject})
			at += len(word) + 1
		}
	}
	return api
}

func file(path, words string) *source.File { return source.NewFile(path, []byte(words)) }

// everywhere is the profile lookup where one profile holds for all files.
func everywhere(settings ...config.Setting) func(string) *config.Profile {
	profile := &config.Profile{Settings: settings}
	return func(string) *config.Profile { return profile }
}

func on(rule string) config.Setting { return config.Setting{Rule: rule, Severity: report.Error} }

func lintAll(t *testing.T, apis []*spec.API, profile func(string) *config.Profile, rules ...*Rule) []string {
	t.Helper()
	findings, err := Run(t.Context(), apis, NewSet(rules), profile)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s:%d %s %s: %s", f.Span.Path(), f.Span.Start, f.Severity, f.Rule, f.Message))
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("findings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestEachFileGoesByItsProfile(t *testing.T) {
	strict := &config.Profile{Settings: []config.Setting{on("r")}}
	soft := &config.Profile{Settings: []config.Setting{{Rule: "r", Severity: report.Info}}}
	silent := &config.Profile{Settings: []config.Setting{{Rule: "r", Severity: report.Off}}}
	profile := func(path string) *config.Profile {
		return map[string]*config.Profile{"a": strict, "b": soft, "c": silent}[path]
	}
	api := newAPI(file("a", "One"), file("b", "Two"), file("c", "Three"))
	got := lintAll(t, []*spec.API{api}, profile, nameTypes("r"))
	expect(t, got, "a:0 error r: a type One", "b:0 info r: a type Two")
}

func TestEachFileHasItsOptions(t *testing.T) {
	type options struct{ Word string }
	rule := NewWith(Meta{ID: "r", Formats: BothFormats}, options{"default"}, func(o options) Hooks {
		return Hooks{Type: func(p *Pass, t *spec.Type) { p.Report(&t.Node, t.NameSpan, o.Word) }}
	})
	first := &config.Profile{Settings: []config.Setting{on("r")}}
	second := &config.Profile{Settings: []config.Setting{{Rule: "r", Severity: report.Error, Options: []byte(`{"Word":"other"}`)}}}
	profile := func(path string) *config.Profile {
		return map[string]*config.Profile{"a": first, "b": second}[path]
	}
	got := lintAll(t, []*spec.API{newAPI(file("a", "One"), file("b", "Two"))}, profile, rule)
	expect(t, got, "a:0 error r: default", "b:0 error r: other")
}

// TestWordsAreThoseOfTheRoot: what a name means must not change from file to file of one API.
func TestWordsAreThoseOfTheRoot(t *testing.T) {
	rule := New(Meta{ID: "r", Formats: BothFormats}, Hooks{Type: func(p *Pass, t *spec.Type) { p.Report(&t.Node, t.NameSpan, p.Words.Plural("datum")) }})
	first := &config.Profile{Settings: []config.Setting{on("r")}, Words: words.English().With(words.Overrides{Plurals: map[string]string{"datum": "datums"}})}
	second := &config.Profile{Settings: []config.Setting{on("r")}}
	profile := func(path string) *config.Profile {
		return map[string]*config.Profile{"a": first, "b": second}[path]
	}
	expect(t, lintAll(t, []*spec.API{newAPI(file("a", "One"), file("b", "Two"))}, profile, rule), "a:0 error r: datums", "b:0 error r: datums")
	expect(t, lintAll(t, []*spec.API{newAPI(file("b", "Two"), file("a", "One"))}, profile, rule), "a:0 error r: data", "b:0 error r: data")
}

func TestRulesThatAreOffAreNotCalled(t *testing.T) {
	called := false
	rule := New(Meta{ID: "r", Formats: BothFormats}, Hooks{Type: func(*Pass, *spec.Type) { called = true }})
	off := config.Setting{Rule: "r", Severity: report.Off}
	expect(t, lintAll(t, []*spec.API{newAPI(file("a", "One"))}, everywhere(off), rule))
	if called {
		t.Error("a rule that is off was called")
	}
}

func TestFindingsAreSortedAndSaidOnce(t *testing.T) {
	shared := file("b", "Shared")
	apis := []*spec.API{newAPI(file("c", "One"), shared), newAPI(file("a", "Two"), shared)}
	got := lintAll(t, apis, everywhere(on("s"), on("r")), nameTypes("r"), nameTypes("s"))
	expect(t, got,
		"a:0 error r: a type Two", "a:0 error s: a type Two",
		"b:0 error r: a type Shared", "b:0 error s: a type Shared",
		"c:0 error r: a type One", "c:0 error s: a type One")
}

func TestAPIHooksSpeakForTheFilesOfTheirProfile(t *testing.T) {
	type options struct{ Word string }
	rule := NewWith(Meta{ID: "r", Formats: BothFormats}, options{"default"}, func(o options) Hooks {
		return Hooks{API: func(p *Pass, api *spec.API) {
			for _, typ := range api.Types {
				p.Report(&typ.Node, typ.NameSpan, o.Word)
			}
		}}
	})
	first := &config.Profile{Settings: []config.Setting{on("r")}}
	second := &config.Profile{Settings: []config.Setting{{Rule: "r", Severity: report.Info, Options: []byte(`{"Word":"other"}`)}}}
	none := &config.Profile{}
	profile := func(path string) *config.Profile {
		return map[string]*config.Profile{"a": first, "b": second, "c": none}[path]
	}
	api := newAPI(file("a", "One"), file("b", "Two"), file("c", "Three"))
	got := lintAll(t, []*spec.API{api}, profile, rule)
	expect(t, got, "a:0 error r: default", "b:0 info r: other")
}

func TestFindingsElsewhereGoByTheirOwnFile(t *testing.T) {
	var foreign *spec.Type
	rule := New(Meta{ID: "r", Formats: BothFormats}, Hooks{API: func(p *Pass, _ *spec.API) {
		p.Report(&foreign.Node, foreign.NameSpan, "declared by others")
	}})
	imported := newAPI(file("imported", "Empty"))
	imported.Imported = true
	foreign = imported.Types[0]
	apis := []*spec.API{newAPI(file("a", "One")), imported}
	expect(t, lintAll(t, apis, everywhere(on("r")), rule))
}

func TestRulesOfTheOtherFormatAreNotCalled(t *testing.T) {
	openapi := nameTypes("openapi-rule")
	openapi.Formats = OpenAPIOnly
	apis := []*spec.API{newAPI(file("a", "One"))}
	got := lintAll(t, apis, everywhere(on("openapi-rule"), on("r")), openapi, nameTypes("r"))
	expect(t, got, "a:0 error r: a type One")
}

func TestImportedAPIsAreSkipped(t *testing.T) {
	shared := file("shared", "Two")
	imported, linted := newAPI(file("vendored", "One"), shared), newAPI(shared)
	imported.Imported = true
	got := lintAll(t, []*spec.API{linted, imported}, everywhere(on("r")), nameTypes("r"))
	expect(t, got, "shared:0 error r: a type Two")
}

func TestPanicBecomesInternalFinding(t *testing.T) {
	broken := New(Meta{ID: "broken", Formats: BothFormats}, Hooks{
		Type: func(p *Pass, t *spec.Type) {
			if t.Name != "Two" {
				var none *spec.Field
				_ = none.Number
			}
			p.Report(&t.Node, t.NameSpan, "got here")
		},
	})
	apis := []*spec.API{newAPI(file("a", "One Two Three Four"))}
	findings, err := Run(t.Context(), apis, NewSet([]*Rule{broken, nameTypes("r")}), everywhere(on("broken"), on("r")))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range findings {
		count[f.Rule]++
		if f.Rule != report.Internal {
			continue
		}
		for _, part := range []string{"rule broken panicked at One (lint/run_test.go:", "nil pointer", "2 more elements"} {
			if !strings.Contains(f.Message, part) {
				t.Errorf("message %q lacks %q", f.Message, part)
			}
		}
		if f.Element != "One" || f.Span.Text() != "One" || f.Severity != report.Error {
			t.Errorf("finding %+v doesn't name the element", f)
		}
	}
	if count["r"] != 4 || count["broken"] != 1 || count[report.Internal] != 1 {
		t.Errorf("got %v: the panic must not stop the rest", count)
	}
}

func TestWrongSettingsAreErrorsBeforeTheRun(t *testing.T) {
	ran := false
	rule := NewWith(Meta{ID: "r", Formats: BothFormats}, struct {
		Limit int `json:"limit"`
	}{3}, func(struct {
		Limit int `json:"limit"`
	}) Hooks {
		return Hooks{Type: func(*Pass, *spec.Type) { ran = true }}
	})
	wrong := config.Setting{Rule: "r", Severity: report.Error, Options: json.RawMessage(`{"limits": 4}`)}
	_, err := Run(t.Context(), []*spec.API{newAPI(file("a", "One"))}, NewSet([]*Rule{rule}), everywhere(wrong, on("absent")))
	if err == nil || !strings.Contains(err.Error(), "limits") || !strings.Contains(err.Error(), `"absent"`) {
		t.Errorf("error %v should name the option and the rule", err)
	}
	if ran {
		t.Error("a rule ran although the settings are wrong")
	}
}

func TestCancellationEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	rule := New(Meta{ID: "r", Formats: BothFormats}, Hooks{Type: func(*Pass, *spec.Type) { calls++; cancel() }})
	api := newAPI(file("a", strings.Repeat("Word ", 5000)))
	findings, err := Run(ctx, []*spec.API{api}, NewSet([]*Rule{rule}), everywhere(on("r")))
	if err != context.Canceled || findings != nil {
		t.Errorf("got %d findings and error %v", len(findings), err)
	}
	if calls > 600 {
		t.Errorf("%d hooks ran after the cancellation", calls)
	}
}

func TestSameFindingsAtAnyParallelism(t *testing.T) {
	var apis []*spec.API
	for i := range 40 {
		apis = append(apis, newAPI(file(fmt.Sprintf("f%02d", i), "One Two Three"), file("shared", "Four")))
	}
	rules := []*Rule{nameTypes("b"), nameTypes("a")}
	var first []string
	for _, procs := range []int{1, 2, 8} {
		previous := runtime.GOMAXPROCS(procs)
		got := lintAll(t, apis, everywhere(on("a"), on("b")), rules...)
		runtime.GOMAXPROCS(previous)
		if first == nil {
			first = got
		}
		expect(t, got, first...)
	}
	// 40 files with three types each, by two rules, and nothing said twice of files not shared.
	if len(first) < 240 {
		t.Errorf("only %d findings", len(first))
	}
}
