package broker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Deployment says that a version of an application is in an environment.
type Deployment struct {
	Pacticipant, Version, Environment string
	Instance                          string // where several are deployed side by side; "": there is one
	Release                           bool   // it is released for others to run, and does not replace those before it
}

// Record records a deployment or a release.
func (b *Broker) Record(ctx context.Context, d Deployment) error {
	at, err := b.from(ctx, "pb:pacticipant-version", "record deployments", map[string]string{"pacticipant": d.Pacticipant, "version": d.Version})
	if err != nil {
		return err
	}
	version, err := b.get(ctx, at)
	if is(err, http.StatusNotFound) {
		return fmt.Errorf("%s knows no version %s of %s: publish its contract or what came of verifying it first", b, d.Version, d.Pacticipant)
	}
	if err != nil {
		return err
	}
	relation := "pb:record-deployment"
	var body struct {
		Instance string `json:"applicationInstance,omitempty"`
		Target   string `json:"target,omitempty"` // what brokers called an instance before
	}
	if body.Instance, body.Target = d.Instance, d.Instance; d.Release {
		relation = "pb:record-release"
	}
	known := version.links[relation]
	i := slices.IndexFunc(known, func(l link) bool { return l.Name == d.Environment })
	if i < 0 {
		return fmt.Errorf("%s has no environment %s: it has %s", b, d.Environment, environments(known))
	}
	if at, err = b.resolve(version, known[i], nil); err == nil {
		_, err = b.call(ctx, http.MethodPost, at, body)
	}
	return err
}

func environments(known links) string {
	var names []string
	for _, l := range known {
		names = append(names, nonEmpty(Clean(l.Name))...)
	}
	if len(names) == 0 {
		return "none, or is too old for them"
	}
	return strings.Join(names, ", ")
}

// Environment is where versions are deployed to.
type Environment struct {
	Name       string // without spaces
	Title      string // for people; "": the name
	Production bool
}

// AddEnvironment makes an environment known to the broker.
func (b *Broker) AddEnvironment(ctx context.Context, e Environment) error {
	if e.Name == "" || strings.ContainsAny(e.Name, " \t\n") {
		return errors.New("the name of an environment has no spaces, as in payments-test")
	}
	at, err := b.from(ctx, "pb:environments", "know environments", nil)
	if err != nil {
		return err
	}
	title := e.Title
	if title == "" {
		title = e.Name
	}
	_, err = b.call(ctx, http.MethodPost, at, struct {
		Name       string `json:"name"`
		Title      string `json:"displayName"`
		Production bool   `json:"production"`
	}{e.Name, title, e.Production})
	return err
}
