package brokertest

import (
	"fmt"
	"net/http"
	"slices"
)

// selector chooses versions of consumers.
type selector struct {
	MainBranch         bool   `json:"mainBranch"`
	Branch             string `json:"branch"`
	MatchingBranch     bool   `json:"matchingBranch"`
	Deployed           bool   `json:"deployed"`
	Released           bool   `json:"released"`
	DeployedOrReleased bool   `json:"deployedOrReleased"`
	Environment        string `json:"environment"`
	Tag                string `json:"tag"`
	Latest             bool   `json:"latest"`
	Consumer           string `json:"consumer"`
}

// mainBranches are those that brokers take for the main one by themselves.
var mainBranches = []string{"main", "master", "develop"}

// forVerification answers with the contracts that are selected, each content once.
func (s *Server) forVerification(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Selectors []selector `json:"consumerVersionSelectors"`
		Branch    string     `json:"providerVersionBranch"`
		Pending   bool       `json:"includePendingStatus"`
	}
	if !body(w, r, &sent) {
		return
	}
	provider := r.PathValue("provider")
	if !s.knows(provider) {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if len(sent.Selectors) == 0 {
		sent.Selectors = []selector{{Latest: true}}
	}
	pacts := []object{}
	seen := map[string]bool{}
	for _, selector := range sent.Selectors {
		for _, p := range s.selected(provider, sent.Branch, selector) {
			if !seen[p.sha] {
				seen[p.sha] = true
				pacts = append(pacts, s.wanted(p, sent.Branch, sent.Pending))
			}
		}
	}
	answer(w, http.StatusOK, object{
		"_embedded": object{"pacts": pacts},
		"_links":    object{"self": s.link("", "pacts", "provider", provider, "for-verification")},
	})
}

func (s *Server) wanted(p *pact, branch string, pending bool) object {
	notices := []object{{"when": "before_verification", "text": fmt.Sprintf("The pact of %s %s is being verified because it was selected", p.consumer, p.version)}}
	properties := object{}
	if pending {
		properties["pending"] = s.pending(p, branch)
		if s.pending(p, branch) {
			notices = append(notices, object{"when": "before_verification", "text": "This pact is in pending state"},
				object{"when": "after_verification:success_false_published_true", "text": "This pact is still in pending state"})
		}
	}
	properties["notices"] = notices
	return object{"shortDescription": "selected", "verificationProperties": properties, "_links": object{"self": s.self(p)}}
}

// pending reports whether no version of the provider's branch has ever kept the content.
func (s *Server) pending(p *pact, branch string) bool {
	return !slices.ContainsFunc(s.results, func(r Result) bool {
		v := s.find(p.provider, r.Version)
		return r.content == p.sha && r.Success && (branch == "" || v != nil && slices.Contains(v.branches, branch))
	})
}

// selected returns the pacts of the versions that a selector chooses: the latest one of each consumer, but
// for deployments and tags without "latest".
func (s *Server) selected(provider, branch string, c selector) []*pact {
	var all []*pact
	latest := c.MainBranch || c.Branch != "" || c.MatchingBranch || c.Latest
	for _, p := range slices.Backward(s.pacts) {
		v := s.find(p.consumer, p.version)
		if p.provider != provider || v == nil || c.Consumer != "" && p.consumer != c.Consumer || !s.fits(v, branch, c) {
			continue
		}
		if latest && slices.ContainsFunc(all, func(other *pact) bool { return other.consumer == p.consumer }) {
			continue
		}
		all = append(all, p)
	}
	slices.Reverse(all)
	return all
}

func (s *Server) fits(v *version, branch string, c selector) bool {
	switch {
	case c.MainBranch:
		return slices.ContainsFunc(v.branches, func(b string) bool { return slices.Contains(mainBranches, b) })
	case c.MatchingBranch:
		return slices.Contains(v.branches, branch)
	case c.Branch != "":
		return slices.Contains(v.branches, c.Branch)
	case c.Tag != "":
		return slices.Contains(v.tags, c.Tag)
	case c.Deployed, c.Released, c.DeployedOrReleased, c.Environment != "":
		return slices.ContainsFunc(s.deployments, func(d deployment) bool {
			return d.pacticipant == v.pacticipant && d.version == v.number && (c.Environment == "" || d.environment == c.Environment)
		})
	}
	return c.Latest
}

// verified takes what came of a verification.
func (s *Server) verified(w http.ResponseWriter, r *http.Request) {
	p := s.ofContent(r)
	if p == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	var sent map[string]any
	if !body(w, r, &sent) {
		return
	}
	success, ok := sent["success"].(bool)
	number, _ := sent["providerApplicationVersion"].(string)
	switch {
	case !ok:
		refuse(w, "success", "is missing")
		return
	case number == "":
		refuse(w, "providerApplicationVersion", "is missing")
		return
	}
	s.made(p.provider, number)
	s.results = append(s.results, Result{Consumer: p.consumer, Provider: p.provider, Version: number, Success: success, Body: sent, content: p.sha})
	answer(w, http.StatusCreated, object{"success": success})
}

// latest answers as brokers do that know of no selectors.
func (s *Server) latest(w http.ResponseWriter, r *http.Request) {
	provider := r.PathValue("provider")
	if !s.knows(provider) {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	links := []object{}
	for _, p := range s.selected(provider, "", selector{Latest: true, Tag: r.PathValue("tag")}) {
		l := s.link(p.consumer, "pacts", "provider", p.provider, "consumer", p.consumer, "version", p.version)
		l["title"] = titled(p)
		links = append(links, l)
	}
	answer(w, http.StatusOK, object{"_links": object{"pb:pacts": links}})
}

func (s *Server) latestOfAll(w http.ResponseWriter, _ *http.Request) {
	pacts := []object{}
	var providers []string
	for _, p := range s.pacts {
		providers = added(providers, p.provider)
	}
	for _, provider := range providers {
		for _, p := range s.selected(provider, "", selector{Latest: true}) {
			pacts = append(pacts, object{"_links": object{"self": []object{
				s.link("", "pacts", "provider", p.provider, "consumer", p.consumer, "latest"),
				s.link("", "pacts", "provider", p.provider, "consumer", p.consumer, "version", p.version),
			}}})
		}
	}
	answer(w, http.StatusOK, object{"pacts": pacts})
}
