module github.com/bylaw-dev/bylaw/templates/support

go 1.24
