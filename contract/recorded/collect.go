package recorded

import (
	"crypto/sha256"
	"fmt"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/secret"
)

// Names say who the parties are where a file doesn't.
type Names struct {
	Consumer, Provider string
	Host               string // which of several hosts is the provider; "": the first
}

// Collector puts interactions together: what was recorded twice is one, and each has a description of
// its own.
type Collector struct {
	Interactions []*contract.Interaction
	Repeated     int // how many were there already

	seen  map[[sha256.Size]byte]bool
	alike []byte // room for what is compared
	named map[string]int
}

// Add adds an interaction.
func (c *Collector) Add(i *contract.Interaction) {
	i.Description, _ = secret.Text(i.Description)
	if c.seen == nil {
		c.seen, c.named = map[[sha256.Size]byte]bool{}, map[string]int{}
	}
	sum := c.sum(i)
	if c.seen[sum] {
		c.Repeated++
		return
	}
	c.seen[sum] = true
	name := i.Description
	for c.named[i.Description] > 0 {
		c.named[name]++
		i.Description = fmt.Sprintf("%s (%d)", name, c.named[name])
	}
	c.named[i.Description]++
	c.Interactions = append(c.Interactions, i)
}

// sum tells interactions apart. Bodies are taken as they are, and need not be written.
func (c *Collector) sum(i *contract.Interaction) [sha256.Size]byte {
	bare, request, response := *i, *i.Request, *i.Response
	request.Body, response.Body = contract.Body{}, contract.Body{}
	bare.Request, bare.Response = &request, &response
	c.alike = pact.Compact(c.alike[:0], &bare)
	for _, b := range []contract.Body{i.Request.Body, i.Response.Body} {
		c.alike = fmt.Appendf(c.alike, " %s %q %q %d ", b.Presence, b.Encoded, b.ContentType, len(b.Content))
		c.alike = append(c.alike, b.Content...)
	}
	return sha256.Sum256(c.alike)
}
