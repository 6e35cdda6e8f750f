package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Each rule reports what has a name that it dislikes.
func dislike(id, group, word string, severity report.Severity) *lint.Rule {
	return lint.New(lint.Meta{ID: id, Group: group, Severity: severity, Formats: lint.BothFormats}, lint.Hooks{
		Operation: func(p *lint.Pass, o *spec.Operation) { tell(p, &o.Node, o.Name, word) },
		Parameter: func(p *lint.Pass, e *spec.Parameter) { tell(p, &e.Node, e.Name, word) },
		Field:     func(p *lint.Pass, f *spec.Field) { tell(p, &f.Node, f.Name, word) },
		Response:  func(p *lint.Pass, r *spec.Response) { tell(p, &r.Node, r.Doc, word) },
		Document:  func(p *lint.Pass, d *spec.Document) { tell(p, &d.Node, string(d.File.Content), "title: "+word) },
	})
}

func tell(p *lint.Pass, n *spec.Node, text, word string) {
	if strings.Contains(text, word) {
		p.Report(n, n.NameSpan, "it says "+word)
	}
}

var disliking = []*lint.Rule{
	dislike("verbs", "resources", "Bad", report.Error),
	dislike("no-errors", "errors", "Bad", report.Warning),
	dislike("limits", "validation", "bad", report.Warning),
	dislike("taste", "naming", "bad", report.Info),
	dislike("idle", "naming", "nowhere", report.Error),
	dislike("off", "pagination", "Bad", report.Error),
}

const (
	shop = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /a:
    get:
      operationId: getBad
      parameters: [{name: bad, in: query, schema: {type: string}}]
      responses: {'200': {description: Bad}}
    post:
      operationId: add
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses: {'200': {description: Good}}
components:
  schemas:
    A: {type: object, properties: {bad: {type: string}, good: {type: string}}}
`
	clean = `openapi: 3.1.0
info: {title: Clean, version: "1"}
paths: {/a: {get: {operationId: get, responses: {'200': {description: Fine}}}}}
`
)

func run(t *testing.T, files map[string]string) Run {
	t.Helper()
	set := lint.NewSet(disliking)
	profile := &config.Profile{}
	for _, rule := range disliking {
		if rule.ID != "off" {
			profile.Settings = append(profile.Settings, config.Setting{Rule: rule.ID, Severity: rule.Severity})
		}
	}
	slices.SortFunc(profile.Settings, func(a, b config.Setting) int { return strings.Compare(a.Rule, b.Rule) })
	r := Run{APIs: linttest.Load(t, files), Rules: set,
		Profile: func(string) *config.Profile { return profile },
		Focus:   func(path string) bool { return path != "unasked.yaml" }}
	var err error
	if r.Found, err = lint.Each(t.Context(), r.APIs, set, r.Profile); err != nil {
		t.Fatal(err)
	}
	return r
}

func tallies(s *report.Score) (all []report.Tally) {
	for _, p := range s.Parts {
		all = append(all, p.Now)
	}
	return all
}

func expect(t *testing.T, got []report.Tally, want ...report.Tally) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("operations, shapes, validation, errors, policy:\n got %v\nwant %v", got, want)
	}
}

// What stands in an operation speaks against the operation, once; taste speaks against nothing; where no rule is
// on, nothing was checked.
func TestElementsInOrder(t *testing.T) {
	r := run(t, map[string]string{"shop.yaml": shop})
	s := Of(r)
	expect(t, tallies(s), report.Tally{Checked: 2, Passed: 1}, report.Tally{Checked: 6, Passed: 6},
		report.Tally{Checked: 3, Passed: 1}, report.Tally{Checked: 2, Passed: 1}, report.Tally{})
	var rules []string
	for _, p := range s.Parts {
		for _, rule := range p.Rules {
			rules = append(rules, p.Name+" "+rule.ID)
		}
	}
	want := "operations verbs, shapes idle, shapes taste, validation limits, errors no-errors"
	if got := strings.Join(rules, ", "); got != want {
		t.Errorf("rules %s\nwant  %s", got, want)
	}
	if taste := s.Parts[shapes].Rules[1].Now; taste != (report.ScoreCount{Infos: 2}) {
		t.Errorf("taste has found %+v", taste)
	}
}

// What an element is not declared in counts by being wrong.
func TestTheDocumentItself(t *testing.T) {
	s := Of(run(t, map[string]string{"clean.yaml": strings.Replace(clean, "Clean", "Bad", 1)}))
	expect(t, tallies(s), report.Tally{Checked: 2, Passed: 1}, report.Tally{Checked: 1, Passed: 1}, report.Tally{},
		report.Tally{Checked: 2, Passed: 1}, report.Tally{})
}

// Suppressed findings speak against nothing, and are counted.
func TestSuppressed(t *testing.T) {
	r := run(t, map[string]string{"shop.yaml": shop})
	r.Hidden = slices.Concat(r.Found...)
	s := Of(r)
	for _, p := range s.Parts {
		if p.Now.Passed != p.Now.Checked {
			t.Errorf("%s: %+v", p.Name, p.Now)
		}
	}
	if got := s.Parts[operations].Rules[0]; got.Suppressed != 2 || got.Now.Total() != 0 {
		t.Errorf("%+v", got)
	}
}

// The scores of parts of a run are that of the whole; files that nobody asked for don't count.
func TestAddsUp(t *testing.T) {
	whole := Of(run(t, map[string]string{"shop.yaml": shop, "clean.yaml": clean, "unasked.yaml": shop}))
	sum := Of(run(t, map[string]string{"shop.yaml": shop}))
	sum.Add(Of(run(t, map[string]string{"clean.yaml": clean})))
	expect(t, tallies(sum), tallies(whole)...)
	if whole.Parts[operations].Now.Checked != 3 {
		t.Errorf("%+v", whole.Parts[operations].Now)
	}
}

// Every rule that there is belongs to one of the parts by its group or by itself.
func TestPartsOfRules(t *testing.T) {
	for id, want := range map[[2]string]part{
		{"success-flag-response", "shape"}: failures, {"field-name-case", "naming"}: shapes, {"operation-name-case", "naming"}: operations,
		{"unpaginated-list", "pagination"}: policy, {"missing-version", "versioning"}: policy, {"verb-in-path", "resources"}: operations,
	} {
		if got := partOf(&lint.Meta{ID: id[0], Group: id[1]}); got != want {
			t.Errorf("%s is about %s", id, about[got].title)
		}
	}
}
