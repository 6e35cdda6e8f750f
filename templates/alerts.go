package templates

import (
	"embed"
	"io/fs"
)

//go:embed alerts/*.tmpl
var alerts embed.FS

// Alerts returns the templates of rules for Prometheus.
func Alerts() fs.FS {
	root, err := fs.Sub(alerts, "alerts")
	if err != nil {
		panic(err) // "alerts" is a valid path
	}
	return root
}
