package brokertest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

func (s *Server) versionOf(w http.ResponseWriter, r *http.Request) {
	v := s.find(r.PathValue("pacticipant"), r.PathValue("version"))
	if v == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	deploy, release := []object{}, []object{}
	for _, e := range s.environments {
		deploy = append(deploy, s.link(e.name, "pacticipants", v.pacticipant, "versions", v.number, "deployed-versions", "environment", e.id))
		release = append(release, s.link(e.name, "pacticipants", v.pacticipant, "versions", v.number, "released-versions", "environment", e.id))
	}
	answer(w, http.StatusOK, object{"number": v.number, "_links": object{"pb:record-deployment": deploy, "pb:record-release": release}})
}

// deploy records a deployment, which replaces the one before it, or a release, which doesn't.
func (s *Server) deploy(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(s.environments, func(e environment) bool { return e.id == r.PathValue("id") })
	if i < 0 || s.find(r.PathValue("pacticipant"), r.PathValue("version")) == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	d := deployment{s.environments[i].name, r.PathValue("pacticipant"), r.PathValue("version")}
	if strings.Contains(r.URL.EscapedPath(), "/deployed-versions/") {
		s.deployments = slices.DeleteFunc(s.deployments, func(old deployment) bool {
			return old.environment == d.environment && old.pacticipant == d.pacticipant
		})
	}
	s.deployments = append(s.deployments, d)
	answer(w, http.StatusCreated, object{"currentlyDeployed": true})
}

func (s *Server) listEnvironments(w http.ResponseWriter, _ *http.Request) {
	list := []object{}
	for _, e := range s.environments {
		list = append(list, object{"uuid": e.id, "name": e.name, "production": e.production})
	}
	answer(w, http.StatusOK, object{"_embedded": object{"environments": list}})
}

func (s *Server) addEnvironment(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Name       string `json:"name"`
		Production bool   `json:"production"`
	}
	if !body(w, r, &sent) {
		return
	}
	if slices.ContainsFunc(s.environments, func(e environment) bool { return e.name == sent.Name }) {
		refuse(w, "name", fmt.Sprintf("Another environment with name '%s' already exists.", sent.Name))
		return
	}
	e := environment{id: fmt.Sprintf("e-%d", len(s.environments)+1), name: sent.Name, production: sent.Production}
	s.environments = append(s.environments, e)
	answer(w, http.StatusCreated, object{"uuid": e.id, "name": e.name})
}

func (s *Server) canIDeploy(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("version") == "" {
		refuse(w, "version", "is missing")
		return
	}
	s.compare(w, q.Get("pacticipant"), q.Get("version"), s.there(q.Get("environment"), q.Get("to")))
}

// matrix answers the question in the way of the first tools, which still ask so: for one application.
func (s *Server) matrix(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.compare(w, q.Get("q[][pacticipant]"), q.Get("q[][version]"), s.there(q.Get("environment"), q.Get("tag")))
}

// compare looks for what came of verifying the version against those that are there.
func (s *Server) compare(w http.ResponseWriter, name, number string, there map[string][]string) {
	if !s.knows(name) {
		refuse(w, "pacticipant", "is not a known application")
		return
	}
	rows := []object{}
	failed, unknown := 0, 0
	for _, p := range s.pacts {
		var versions []string // of the provider
		switch {
		case p.consumer == name && p.version == number:
			versions = there[p.provider]
			if len(versions) == 0 {
				versions = []string{""}
			}
		case p.provider == name && slices.Contains(there[p.consumer], p.version):
			versions = []string{number}
		}
		for _, version := range versions {
			row, success := s.row(p, version)
			rows = append(rows, row)
			if success == nil {
				unknown++
			} else if !*success {
				failed++
			}
		}
	}
	answer(w, http.StatusOK, object{"summary": summed(len(rows), failed, unknown), "matrix": rows, "notices": []object{}})
}

// summed is the broker's verdict. Of what nobody has verified there is none.
func summed(rows, failed, unknown int) object {
	summary := object{"success": rows - failed - unknown, "failed": failed, "unknown": unknown}
	switch {
	case failed > 0:
		summary["deployable"], summary["reason"] = false, "The verification of a required pact has failed"
	case unknown > 0:
		summary["deployable"], summary["reason"] = nil, "There is no verified pact between some of the versions"
	case rows == 0:
		summary["deployable"], summary["reason"] = true, "There are no missing dependencies"
	default:
		summary["deployable"], summary["reason"] = true, "All required verification results are published and successful"
	}
	return summary
}

// there returns the versions of each application that are in the environment, or have the tag.
func (s *Server) there(environment, tag string) map[string][]string {
	all := map[string][]string{}
	for _, d := range s.deployments {
		if d.environment == environment {
			all[d.pacticipant] = append(all[d.pacticipant], d.version)
		}
	}
	for _, v := range s.versions {
		if tag != "" && slices.Contains(v.tags, tag) {
			all[v.pacticipant] = []string{v.number}
		}
	}
	return all
}

func (s *Server) row(p *pact, version string) (object, *bool) {
	row := object{
		"consumer": object{"name": p.consumer, "version": object{"number": p.version}}, "provider": object{"name": p.provider, "version": nil},
		"verificationResult": nil,
	}
	if version != "" {
		row["provider"] = object{"name": p.provider, "version": object{"number": version}}
	}
	for _, result := range slices.Backward(s.results) {
		if result.content == p.sha && result.Version == version {
			row["verificationResult"] = object{"success": result.Success, "verifiedAt": "2026-01-31T08:00:00+00:00",
				"_links": object{"self": s.link("", "pacts", "provider", p.provider, "consumer", p.consumer, "pact-version", p.sha, "verification-results", "1")}}
			return row, &result.Success
		}
	}
	return row, nil
}
