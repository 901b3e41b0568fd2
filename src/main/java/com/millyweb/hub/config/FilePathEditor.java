package com.millyweb.hub.config;

import java.beans.PropertyEditorSupport;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A path in the configuration is a path of the file system. Spring's own editor looks on the class
 * path first, where the packaged {@code routes} would hide the folder that is watched.
 */
@Configuration(proxyBeanMethods = false)
class FilePathEditor {
  @Bean
  static CustomEditorConfigurer plainPathEditor() {
    var configurer = new CustomEditorConfigurer();
    configurer.setCustomEditors(Map.of(Path.class, Editor.class));
    return configurer;
  }

  /** Public, as beans make their editors by reflection. */
  public static final class Editor extends PropertyEditorSupport {
    @Override
    public void setAsText(String text) {
      setValue(Path.of(text));
    }
  }
}
