package brokertest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
)

func (s *Server) routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.index)
	m.HandleFunc("POST /contracts/publish", s.publish)
	m.HandleFunc("GET /pacts/latest", s.latestOfAll)
	m.HandleFunc("GET /pacts/provider/{provider}/latest", s.latest)
	m.HandleFunc("GET /pacts/provider/{provider}/latest/{tag}", s.latest)
	m.HandleFunc("GET /pacts/provider/{provider}/for-verification", s.forVerification)
	m.HandleFunc("POST /pacts/provider/{provider}/for-verification", s.forVerification)
	m.HandleFunc("GET /pacts/provider/{provider}/consumer/{consumer}/version/{version}", s.pactOfVersion)
	m.HandleFunc("PUT /pacts/provider/{provider}/consumer/{consumer}/version/{version}", s.putPact)
	m.HandleFunc("GET /pacts/provider/{provider}/consumer/{consumer}/pact-version/{sha}", s.pactOfContent)
	m.HandleFunc("POST /pacts/provider/{provider}/consumer/{consumer}/pact-version/{sha}/verification-results", s.verified)
	m.HandleFunc("GET /pacticipants/{pacticipant}", s.pacticipant)
	m.HandleFunc("GET /pacticipants/{pacticipant}/versions/{version}", s.versionOf)
	m.HandleFunc("PUT /pacticipants/{pacticipant}/versions/{version}/tags/{tag}", s.tag)
	m.HandleFunc("PUT /pacticipants/{pacticipant}/branches/{branch}/versions/{version}", s.branch)
	m.HandleFunc("POST /pacticipants/{pacticipant}/versions/{version}/deployed-versions/environment/{id}", s.deploy)
	m.HandleFunc("POST /pacticipants/{pacticipant}/versions/{version}/released-versions/environment/{id}", s.deploy)
	m.HandleFunc("GET /environments", s.listEnvironments)
	m.HandleFunc("POST /environments", s.addEnvironment)
	m.HandleFunc("GET /can-i-deploy", s.canIDeploy)
	m.HandleFunc("GET /matrix", s.matrix)
	return m
}

// object is a JSON object.
type object = map[string]any

func (s *Server) index(w http.ResponseWriter, _ *http.Request) {
	links := object{"self": s.link("")}
	for relation, path := range map[string]string{
		"pb:publish-pact":                                    "/pacts/provider/{provider}/consumer/{consumer}/version/{consumerApplicationVersion}",
		"pb:publish-contracts":                               "/contracts/publish",
		"pb:latest-pact-versions":                            "/pacts/latest",
		"pb:latest-provider-pacts":                           "/pacts/provider/{provider}/latest",
		"pb:latest-provider-pacts-with-tag":                  "/pacts/provider/{provider}/latest/{tag}",
		"pb:provider-pacts-for-verification":                 "/pacts/provider/{provider}/for-verification",
		"beta:provider-pacts-for-verification":               "/pacts/provider/{provider}/for-verification",
		"pb:pacticipant":                                     "/pacticipants/{pacticipant}",
		"pb:pacticipant-version":                             "/pacticipants/{pacticipant}/versions/{version}",
		"pb:pacticipant-version-tag":                         "/pacticipants/{pacticipant}/versions/{version}/tags/{tag}",
		"pb:pacticipant-branch-version":                      "/pacticipants/{pacticipant}/branches/{branch}/versions/{version}",
		"pb:environments":                                    "/environments",
		"pb:can-i-deploy-pacticipant-version-to-tag":         "/can-i-deploy?pacticipant={pacticipant}&version={version}&to={tag}",
		"pb:can-i-deploy-pacticipant-version-to-environment": "/can-i-deploy?pacticipant={pacticipant}&version={version}&environment={environment}",
	} {
		if !slices.Contains(s.Hide, relation) {
			links[relation] = object{"href": s.base() + path, "templated": true}
		}
	}
	answer(w, http.StatusOK, object{"_links": links})
}

// link is a link to what lies at the path, whose parts are escaped.
func (s *Server) link(name string, path ...string) object {
	at := s.base()
	for _, part := range path {
		at += "/" + url.PathEscape(part)
	}
	l := object{"href": at}
	if name != "" {
		l["name"] = name
	}
	return l
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/hal+json;charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}

// refuse answers with the errors of fields, as brokers do.
func refuse(w http.ResponseWriter, field, message string) {
	answer(w, http.StatusBadRequest, object{"errors": object{field: []string{message}}})
}

// parsed reads JSON, and leaves numbers as they are written.
func parsed(r io.Reader, into any) error {
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	return decoder.Decode(into)
}

// body reads what was sent into a struct; nothing is nothing.
func body(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := parsed(r.Body, into); err != nil && err.Error() != "EOF" {
		refuse(w, "body", "is not JSON: "+err.Error())
		return false
	}
	return true
}

func (s *Server) pacticipant(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("pacticipant")
	if !s.knows(name) {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	at := s.base() + "/pacticipants/" + url.PathEscape(name)
	answer(w, http.StatusOK, object{"name": name, "_links": object{
		"self":              object{"href": at},
		"pb:version-tag":    object{"href": at + "/versions/{version}/tags/{tag}", "templated": true},
		"pb:branch-version": object{"href": at + "/branches/{branch}/versions/{version}", "templated": true},
	}})
}

func (s *Server) tag(w http.ResponseWriter, r *http.Request) {
	v := s.made(r.PathValue("pacticipant"), r.PathValue("version"))
	v.tags = added(v.tags, r.PathValue("tag"))
	answer(w, http.StatusCreated, object{"name": r.PathValue("tag")})
}

func (s *Server) branch(w http.ResponseWriter, r *http.Request) {
	v := s.made(r.PathValue("pacticipant"), r.PathValue("version"))
	v.branches = added(v.branches, r.PathValue("branch"))
	answer(w, http.StatusCreated, object{"name": r.PathValue("branch")})
}
