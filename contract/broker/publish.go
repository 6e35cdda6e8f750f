package broker

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
)

// Publication is what one version of a consumer expects of its providers.
type Publication struct {
	Consumer  string
	Version   string // of the consumer: unique for its content, such as the SHA of a commit
	Branch    string // "": none is named
	Tags      []string
	BuildURL  string
	Merge     bool // with what is already published for the version, where several jobs publish parts of it
	Contracts []Contract
}

// Contract is a Pact file with one provider.
type Contract struct {
	Provider string
	Content  []byte
}

// Notice is something the broker has to say.
type Notice struct {
	Kind string // success, info, warning, error, prompt, debug; as the broker calls it
	Text string
}

// Publish publishes contracts, and returns what the broker has to say of it. A version that was already
// published with other content is refused by most brokers: see Conflict.
func (b *Broker) Publish(ctx context.Context, p Publication) ([]Notice, error) {
	home, err := b.index(ctx)
	if err != nil {
		return nil, err
	}
	l, known := home.link("pb:publish-contracts")
	if !known {
		return nil, b.publishOneByOne(ctx, p)
	}
	at, err := b.resolve(home, l, nil)
	if err != nil {
		return nil, err
	}
	d, err := b.call(ctx, http.MethodPost, at, together(p))
	if err != nil {
		return nil, err
	}
	var answer struct {
		Notices []struct{ Type, Text string }
		Logs    []struct{ Level, Message string } // what brokers called notices before
	}
	if err := d.parse(&answer); err != nil {
		return nil, err
	}
	var all []Notice
	for _, n := range answer.Notices {
		all = append(all, Notice{Clean(n.Type), Clean(n.Text)})
	}
	if len(answer.Notices) == 0 {
		for _, n := range answer.Logs {
			all = append(all, Notice{Clean(n.Level), Clean(n.Message)})
		}
	}
	return all, nil
}

// together is what publishes all contracts of a version at once.
func together(p Publication) any {
	type contract struct {
		Consumer      string `json:"consumerName"`
		Provider      string `json:"providerName"`
		Specification string `json:"specification"`
		ContentType   string `json:"contentType"`
		Content       string `json:"content"`
		OnConflict    string `json:"onConflict,omitempty"`
	}
	var contracts []contract
	for _, c := range p.Contracts {
		one := contract{p.Consumer, c.Provider, "pact", "application/json", base64.StdEncoding.EncodeToString(c.Content), ""}
		if p.Merge {
			one.OnConflict = "merge"
		}
		contracts = append(contracts, one)
	}
	return struct {
		Pacticipant string     `json:"pacticipantName"`
		Version     string     `json:"pacticipantVersionNumber"`
		Branch      string     `json:"branch,omitempty"`
		Tags        []string   `json:"tags,omitempty"`
		BuildURL    string     `json:"buildUrl,omitempty"`
		Contracts   []contract `json:"contracts"`
	}{p.Consumer, p.Version, p.Branch, p.Tags, p.BuildURL, contracts}
}

// publishOneByOne publishes at an older broker. The branch and tags go first: webhooks tell of them.
func (b *Broker) publishOneByOne(ctx context.Context, p Publication) error {
	if p.Merge {
		return fmt.Errorf("%s is too old to merge contracts: publish all of a version at once", b)
	}
	if err := b.Describe(ctx, p.Consumer, p.Version, p.Branch, p.Tags); err != nil {
		return err
	}
	for _, c := range p.Contracts {
		at, err := b.from(ctx, "pb:publish-pact", "take contracts", map[string]string{
			"provider": c.Provider, "consumer": p.Consumer, "consumerApplicationVersion": p.Version,
		})
		if err != nil {
			return err
		}
		if _, err := b.call(ctx, http.MethodPut, at, json.RawMessage(c.Content)); err != nil {
			return err
		}
	}
	return nil
}

// Conflict reports whether an error of Publish says that the version was published with other content.
func Conflict(err error) bool { return is(err, http.StatusConflict) }

// Describe says which branch and tags a version of an application has. The broker makes those that it
// doesn't know.
func (b *Broker) Describe(ctx context.Context, pacticipant, version, branch string, tags []string) error {
	if branch != "" {
		values := map[string]string{"pacticipant": pacticipant, "version": version, "branch": branch}
		if err := b.put(ctx, "pb:pacticipant-branch-version", "know branches, use tags", values); err != nil {
			return fmt.Errorf("the branch %s is not published: %w", branch, err)
		}
	}
	for _, tag := range tags {
		values := map[string]string{"pacticipant": pacticipant, "version": version, "tag": tag}
		if err := b.put(ctx, "pb:pacticipant-version-tag", "know tags", values); err != nil {
			return fmt.Errorf("the tag %s is not published: %w", tag, err)
		}
	}
	return nil
}

// put puts an empty object where a relation of the index leads to.
func (b *Broker) put(ctx context.Context, relation, what string, values map[string]string) error {
	at, err := b.from(ctx, relation, what, values)
	if err != nil {
		return err
	}
	_, err = b.call(ctx, http.MethodPut, at, struct{}{})
	return err
}
