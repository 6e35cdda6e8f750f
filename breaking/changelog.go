package breaking

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Changelog returns all the changes for people, safe ones too, with what they require of the
// versions. Changes stand together that reach the same operations; the gravest stand first.
func (choose Policies) Changelog(changes []Change) *report.Changelog {
	log := &report.Changelog{}
	bump := NoBump
	for _, r := range choose.Releases(changes) {
		log.Releases = append(log.Releases, r.report())
		bump = max(bump, r.Bump)
	}
	log.Bump = bump.String()
	titles := operationTitles(changes)
	for _, g := range choose.grouped(changes) {
		log.Groups = append(log.Groups, choose.reportGroup(&g, titles))
	}
	return log
}

func (r *Release) report() report.Release {
	line := report.Release{API: r.Name(), Bump: r.Bump.String()}
	line.Required, _ = r.Required()
	if r.API.Old != nil {
		line.Old = r.API.Old.Version
	}
	if r.API.New != nil {
		line.New = r.API.New.Version
	}
	return line
}

// Name is what tells the API from the others: its package, or the path of its document.
func (r *Release) Name() string { return apiName(r.API.Either()) }

// apiName is what tells an API from the others: the package, or the path of the document.
func apiName(api *spec.API) string {
	if api.Format == spec.Proto {
		return api.Name
	}
	return api.Root.Path
}

// changeGroup is the changes that reach the same operations of the same APIs.
type changeGroup struct {
	apis    []string
	changes []*Change
	verdict Verdict // the worst
}

func (g *changeGroup) operations() []spec.ID { return g.changes[0].Operations }

// grouped puts changes together: API by API, and of an API the group with the gravest changes
// first, the operations in the order of their paths. What reaches no operation comes last among equals.
func (choose Policies) grouped(changes []Change) []changeGroup {
	var groups []changeGroup
	at := map[string]int{}
	for i := range changes {
		c := &changes[i]
		apis := apiNames(c)
		key := strings.Join(apis, "\x00") + "\x01"
		for _, id := range c.Operations {
			key += "\x00" + string(id)
		}
		if _, known := at[key]; !known {
			at[key] = len(groups)
			groups = append(groups, changeGroup{apis: apis})
		}
		g := &groups[at[key]]
		g.changes = append(g.changes, c)
		g.verdict = max(g.verdict, choose.verdict(c))
	}
	for i := range groups {
		slices.SortStableFunc(groups[i].changes, func(a, b *Change) int { return cmp.Compare(choose.verdict(b), choose.verdict(a)) })
	}
	slices.SortStableFunc(groups, compareGroups)
	return groups
}

func (choose Policies) verdict(c *Change) Verdict { return choose.of(c).Verdict(c) }

func apiNames(c *Change) []string {
	names := make([]string, len(c.APIs))
	for i, api := range c.APIs {
		names[i] = apiName(api.Either())
	}
	slices.Sort(names)
	return names
}

func compareGroups(a, b changeGroup) int {
	return cmp.Or(
		slices.Compare(a.apis, b.apis),
		cmp.Compare(b.verdict, a.verdict),
		cmp.Compare(min(len(b.operations()), 1), min(len(a.operations()), 1)),
		slices.CompareFunc(a.operations(), b.operations(), compareOperations),
	)
}

// compareOperations orders operations by path and then by method, as people look for them.
func compareOperations(a, b spec.ID) int {
	method, path := methodAndPath(a)
	otherMethod, otherPath := methodAndPath(b)
	return cmp.Or(strings.Compare(path, otherPath), strings.Compare(method, otherMethod))
}

func methodAndPath(id spec.ID) (method, path string) {
	method, path, found := strings.Cut(string(id), " ")
	if !found {
		return "", method
	}
	return method, path
}

// operationTitles returns how people write the operations of an OpenAPI document: GET /users/{id},
// of which the ID has no names of parameters.
func operationTitles(changes []Change) map[spec.ID]string {
	titles := map[spec.ID]string{}
	seen := map[*spec.API]bool{nil: true}
	for i := range changes {
		for _, pair := range changes[i].APIs {
			for _, api := range []*spec.API{pair.New, pair.Old} {
				if !seen[api] {
					seen[api] = true
					addTitles(titles, api)
				}
			}
		}
	}
	return titles
}

func addTitles(titles map[spec.ID]string, api *spec.API) {
	for _, service := range api.Services {
		for _, o := range service.Operations {
			if api.Format == spec.OpenAPI && o.Kind == spec.Call && titles[o.ID()] == "" {
				titles[o.ID()] = o.HTTP[0].Method + " " + o.Path().Raw
			}
		}
	}
}

func (choose Policies) reportGroup(g *changeGroup, titles map[spec.ID]string) report.ChangeGroup {
	group := report.ChangeGroup{APIs: g.apis}
	for _, id := range slices.SortedFunc(slices.Values(g.operations()), compareOperations) {
		group.Operations = append(group.Operations, report.Operation{ID: id, Title: cmp.Or(titles[id], string(id))})
	}
	for _, c := range g.changes {
		group.Entries = append(group.Entries, choose.of(c).entry(c))
	}
	return group
}

func (p *Policy) entry(c *Change) report.Entry {
	f := p.finding(c, report.Off)
	return report.Entry{
		ID: c.ID(), Kind: c.Kind.String(), Verdict: p.Verdict(c).String(), Bump: p.Bump(c).String(), Metadata: c.IsMetadata(),
		Element: c.Element, Attribute: c.Attribute, From: c.From, To: c.To, Message: f.Message, Cure: c.Cure,
		Span: f.Span, Change: *f.Change, Backward: c.Backward.report(), Forward: c.Forward.report(),
	}
}

func (v Verdicts) report() report.Verdicts {
	return report.Verdicts{Wire: v[0].String(), JSON: v[1].String(), Source: v[2].String(), Behavior: v[3].String()}
}
