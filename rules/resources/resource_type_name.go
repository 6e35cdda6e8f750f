package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
)

var resourceTypeName = lint.New(lint.Meta{
	ID:       "resource-type-name",
	Title:    "the type of a resource isn't {service}/{Resource}, or not the name of its message",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{123},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, onAnnotations(func(p *lint.Pass, a annotation) {
	service, noun, found := strings.Cut(a.Type, "/")
	switch {
	case !found || service == "" || noun == "" || strings.Contains(noun, "/"):
		a.reportType(p, "is not a service and a name", fmt.Sprintf("write %s", a.better(service)))
	case strings.ContainsFunc(service, notInHost):
		a.reportType(p, "begins with what is no host name", fmt.Sprintf("write %s", a.better("shop.example.com")))
	case !words.Pascal.Has(noun):
		a.reportType(p, "does not end in a name in PascalCase", fmt.Sprintf("write %s/%s", service, words.Pascal.Write(noun)))
	case a.message != nil && noun != a.message.Name:
		p.Report(a.node, a.place("type"),
			fmt.Sprintf("message %s declares the resource %s: who looks for the message of a resource by its type, as generators do, finds nothing", a.message.Name, noun),
			lint.Cure(fmt.Sprintf("write %s/%s, or rename the message to %s", service, a.message.Name, noun)))
	}
}))

func (a annotation) reportType(p *lint.Pass, how, cure string) {
	p.Report(a.node, a.place("type"),
		fmt.Sprintf("resource type %q %s: references to it are resolved by no tool", a.Type, how), lint.Cure(cure))
}

// better proposes a type of the right form.
func (a annotation) better(service string) string {
	if service == "" || strings.ContainsFunc(service, notInHost) || !strings.Contains(service, ".") {
		service = "shop.example.com"
	}
	noun := a.Type[strings.LastIndexAny(a.Type, "/~")+1:]
	if a.message != nil {
		noun = a.message.Name
	}
	return service + "/" + words.Pascal.Write(noun)
}

func notInHost(r rune) bool {
	return r != '.' && r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
}
