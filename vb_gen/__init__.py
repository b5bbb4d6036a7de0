"""Reports of Swedish municipalities from YAML: HTML and PDF with figures that hold."""
